import { endpoints } from '#lib/contract/endpoints.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { getGuardSettings, updateGuardSettings } from '#server/services/guard-settings.ts'

export const GET = defineRoute({
  endpoint: endpoints.getGuardSettings,
  access: 'instances:read',
  handle: ({ context }) => getGuardSettings(context),
})

export const PATCH = defineRoute({
  endpoint: endpoints.updateGuardSettings,
  access: 'settings:write',
  handle: ({ context, body }) => updateGuardSettings(context, body),
})
