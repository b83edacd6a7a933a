'use client'

// The switch whose thumb stands where the cloud is. Asked to move, the track is dashed, the thumb stays at its old end and a
// dashed ring waits at the new one. Pressing it asks; it never flips by itself.

import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

export type StateSwitchProps = {
  readonly position: 'on' | 'off'
  readonly movingTo: 'on' | 'off' | null
  readonly label: string
  readonly disabledReason?: string | undefined
  readonly onPress: () => void
}

export function StateSwitch({ position, movingTo, label, disabledReason, onPress }: StateSwitchProps) {
  const isOn = position === 'on'
  const isMoving = movingTo !== null
  const isBlocked = isMoving || disabledReason !== undefined
  const thumbSide = isOn ? 'right-[3px]' : 'left-[3px]'
  const element = (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      aria-busy={isMoving || undefined}
      aria-disabled={isBlocked || undefined}
      onClick={() => {
        if (!isBlocked) onPress()
      }}
      className={cn(
        'relative h-[22px] w-9 shrink-0 rounded-full border transition-colors before:absolute before:-inset-2',
        isMoving
          ? 'border-ink-2 border-dashed bg-surface'
          : isOn
            ? 'border-primary bg-primary'
            : 'border-control bg-sunken',
        disabledReason !== undefined && !isMoving && 'opacity-55',
      )}
    >
      {isMoving && (
        <span
          className={cn(
            'absolute top-[3px] size-3.5 animate-wait rounded-full border border-ink-2 border-dashed',
            movingTo === 'on' ? 'right-[3px]' : 'left-[3px]',
          )}
        />
      )}
      <span
        className={cn(
          'absolute top-[3px] size-3.5 rounded-full',
          thumbSide,
          isMoving ? 'bg-ink-2' : isOn ? 'bg-on-primary' : 'bg-control',
        )}
      />
    </button>
  )
  return disabledReason === undefined ? element : <Tooltip text={disabledReason}>{element}</Tooltip>
}
