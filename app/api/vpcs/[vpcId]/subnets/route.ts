import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { listSubnets } from '#server/services/vpcs.ts'

export const GET = defineRoute({
  endpoint: endpoints.listSubnets,
  access: 'instances:read',
  handle: ({ context, params, query }) => listSubnets(context, query.instanceId, params.vpcId),
})
