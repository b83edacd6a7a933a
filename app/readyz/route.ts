import { checkReady } from '#server/http/health.ts'

export const dynamic = 'force-dynamic'

/** The settings are read and the database answers. The cloud is not asked: that it is down makes nobody wait for us. */
export const GET = checkReady
