import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { createVpcLink, deleteVpcLink, listVpcLinks } from '#server/services/vpc-links.ts'

export const GET = defineRoute({
  endpoint: endpoints.listVpcLinks,
  access: 'instances:read',
  handle: ({ context, params }) => listVpcLinks(context, params.instanceId),
})

export const POST = defineRoute({
  endpoint: endpoints.createVpcLink,
  access: 'vpc-links:write',
  handle: ({ context, params, body }) => createVpcLink(context, params.instanceId, body),
})

export const DELETE = defineRoute({
  endpoint: endpoints.deleteVpcLink,
  access: 'vpc-links:write',
  handle: ({ context, params, body }) => deleteVpcLink(context, params.instanceId, body),
})
