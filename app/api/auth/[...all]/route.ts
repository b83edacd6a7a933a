import { handleAuth } from '#server/auth/handle-auth.ts'

export const GET = handleAuth
export const POST = handleAuth
