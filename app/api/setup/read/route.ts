import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { readSetup } from '#server/services/setup.ts'

export const POST = defineRoute({
  endpoint: endpoints.readSetup,
  access: 'public',
  handle: ({ context, body }) => readSetup(context, body),
})
