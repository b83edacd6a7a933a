import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { listActivity } from '#server/services/activity.ts'

export const GET = defineRoute({
  endpoint: endpoints.listActivity,
  access: 'activity:read',
  handle: ({ context, query }) => listActivity(context, query),
})
