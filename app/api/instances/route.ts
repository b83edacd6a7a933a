import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { listInstances } from '#server/services/instances.ts'

export const GET = defineRoute({
  endpoint: endpoints.listInstances,
  access: 'instances:read',
  handle: ({ context }) => listInstances(context),
})
