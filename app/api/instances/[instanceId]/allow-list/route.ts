import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { getAllowList, updateAllowList } from '#server/services/allow-list.ts'

export const GET = defineRoute({
  endpoint: endpoints.getAllowList,
  access: 'instances:read',
  handle: ({ context, params }) => getAllowList(context, params.instanceId),
})

export const PATCH = defineRoute({
  endpoint: endpoints.updateAllowList,
  access: 'allow-list:write',
  handle: ({ context, params, body }) => updateAllowList(context, params.instanceId, body),
})
