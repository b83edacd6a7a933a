import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { getMe } from '#server/services/me.ts'

export const GET = defineRoute({
  endpoint: endpoints.getMe,
  access: 'signed-in',
  handle: ({ context }) => getMe(context),
})
