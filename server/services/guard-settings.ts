import type { z } from 'zod'
import {
  guardSettings,
  type guardSettingsResponse,
  type updateGuardSettingsBody,
} from '#lib/contract/guards.ts'
import { defaultGuardSettings, type GuardSettings } from '#lib/plans/settings.ts'
import { withAudit } from '#server/audit/record.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { requirePermission } from './require-permission.ts'

type Answer = z.output<typeof guardSettingsResponse>

const key = 'guards'

/** How severe each guard is, and where wide and the world begin. */
export async function getGuardSettings(context: ServiceContext): Promise<Answer> {
  await requirePermission(context, 'instances:read')
  return answerFrom(await readGuardSettings(context))
}

/** For other services, which have checked for their own right. What was stored and cannot be read counts as never stored. */
export async function readGuardSettings({
  runtime,
}: Pick<ServiceContext, 'runtime'>): Promise<GuardSettings> {
  const row = await runtime.db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
  if (!row) return defaultGuardSettings
  const stored = JSON.parse(row.value) as Partial<GuardSettings>
  // A guard that came with a newer version has its default until somebody decides.
  const parsed = guardSettings.safeParse({
    ...defaultGuardSettings,
    ...stored,
    modes: { ...defaultGuardSettings.modes, ...stored.modes },
  })
  return parsed.success ? parsed.data : defaultGuardSettings
}

export async function updateGuardSettings(
  context: ServiceContext,
  { modes, ...rest }: z.output<typeof updateGuardSettingsBody>,
): Promise<Answer> {
  await requirePermission(context, 'settings:write', { modes, ...rest })
  const input = { ...(modes && { modes }), ...rest }
  return withAudit(context, { action: 'settings.update', input }, async (_, record) => {
    const before = await readGuardSettings(context)
    record.before(before)
    const after = guardSettings.parse({ ...before, ...rest, modes: { ...before.modes, ...modes } })
    const row = {
      value: JSON.stringify(after),
      updated_at: context.runtime.clock(),
      updated_by_name: context.actor.name,
    }
    await context.runtime.db
      .insertInto('setting')
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute()
    record.after(after)
    return answerFrom(after)
  })
}

function answerFrom({ modes, ...rest }: GuardSettings): Answer {
  const { modes: defaultModes, ...defaults } = defaultGuardSettings
  return { settings: { modes: { ...modes }, ...rest }, defaults: { modes: { ...defaultModes }, ...defaults } }
}
