import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { deletePersonSessions } from '#server/services/people.ts'

export const DELETE = defineRoute({
  endpoint: endpoints.deletePersonSessions,
  access: 'people:write',
  handle: ({ context, params }) => deletePersonSessions(context, params.personId),
})
