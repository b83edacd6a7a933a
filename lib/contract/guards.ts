import { z } from 'zod'
import { guardIds, guardModes } from '#lib/plans/settings.ts'

export const guardId = z.enum(guardIds)
export const guardMode = z.enum(guardModes)

export const guardSettings = z.object({
  modes: z.record(guardId, guardMode),
  widePrefix: z.number().int().min(0).max(32),
  worldFrom: z.number().int().min(1).max(4_294_967_296),
})

export const guardSettingsResponse = z.object({
  settings: guardSettings,
  /** What holds where nobody has decided otherwise. */
  defaults: guardSettings,
})

export const updateGuardSettingsBody = z.object({
  modes: z.partialRecord(guardId, guardMode).optional(),
  widePrefix: guardSettings.shape.widePrefix.optional(),
  worldFrom: guardSettings.shape.worldFrom.optional(),
})

/** What a person typed for guards that want it: each with the text the finding asks for. */
export const acknowledgements = z
  .array(z.object({ guardId: z.string().max(64), typed: z.string().max(300).optional() }))
  .max(200)
