import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { getInstance } from '#server/services/instances.ts'

export const GET = defineRoute({
  endpoint: endpoints.getInstance,
  access: 'instances:read',
  handle: ({ context, params }) => getInstance(context, params.instanceId),
})
