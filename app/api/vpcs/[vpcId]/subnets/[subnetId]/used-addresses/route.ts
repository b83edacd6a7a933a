import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { listUsedAddresses } from '#server/services/vpcs.ts'

export const GET = defineRoute({
  endpoint: endpoints.listUsedAddresses,
  access: 'instances:read',
  handle: ({ context, params, query }) =>
    listUsedAddresses(context, query.instanceId, params.vpcId, params.subnetId),
})
