import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { updatePerson } from '#server/services/people.ts'

export const PATCH = defineRoute({
  endpoint: endpoints.updatePerson,
  access: 'people:write',
  handle: ({ context, params, body }) => updatePerson(context, params.personId, body),
})
