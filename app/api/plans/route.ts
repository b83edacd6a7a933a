import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { createPlan, listPlans } from '#server/services/plans.ts'

export const GET = defineRoute({
  endpoint: endpoints.listPlans,
  access: 'instances:read',
  handle: ({ context, query }) => listPlans(context, query),
})

export const POST = defineRoute({
  endpoint: endpoints.createPlan,
  access: 'signed-in',
  handle: ({ context, body }) => createPlan(context, body),
})
