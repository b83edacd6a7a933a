import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { completeSetup } from '#server/services/setup.ts'

export const POST = defineRoute({
  endpoint: endpoints.completeSetup,
  access: 'public',
  handle: ({ context, body }) => completeSetup(context, body),
})
