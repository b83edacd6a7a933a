import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { listVpcs } from '#server/services/vpcs.ts'

export const GET = defineRoute({
  endpoint: endpoints.listVpcs,
  access: 'instances:read',
  handle: ({ context, query }) => listVpcs(context, query.instanceId),
})
