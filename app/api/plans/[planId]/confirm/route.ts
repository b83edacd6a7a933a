import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { confirmPlan } from '#server/services/plans.ts'

export const POST = defineRoute({
  endpoint: endpoints.confirmPlan,
  access: 'signed-in',
  handle: ({ context, params }) => confirmPlan(context, params.planId),
})
