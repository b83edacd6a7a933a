import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { getPublicEndpoint, updatePublicEndpoint } from '#server/services/public-endpoint.ts'

export const GET = defineRoute({
  endpoint: endpoints.getPublicEndpoint,
  access: 'instances:read',
  handle: ({ context, params }) => getPublicEndpoint(context, params.instanceId),
})

export const PUT = defineRoute({
  endpoint: endpoints.updatePublicEndpoint,
  access: 'endpoint:write',
  handle: ({ context, params, body }) =>
    updatePublicEndpoint(context, params.instanceId, body.action, body.acknowledge),
})
