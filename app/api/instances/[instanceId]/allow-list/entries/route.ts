import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { createAllowListEntries, deleteAllowListEntries } from '#server/services/allow-list.ts'

export const POST = defineRoute({
  endpoint: endpoints.createAllowListEntries,
  access: 'allow-list:write',
  handle: ({ context, params, body }) => createAllowListEntries(context, params.instanceId, body),
})

export const DELETE = defineRoute({
  endpoint: endpoints.deleteAllowListEntries,
  access: 'allow-list:write',
  handle: ({ context, params, body }) => deleteAllowListEntries(context, params.instanceId, body),
})
