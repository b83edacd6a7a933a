import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { listPlanEvents } from '#server/services/plans.ts'

export const GET = defineRoute({
  endpoint: endpoints.listPlanEvents,
  access: 'instances:read',
  handle: ({ context, params, query }) => listPlanEvents(context, params.planId, query.after),
})
