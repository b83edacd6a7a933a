import type { ExposureLevel } from '#lib/exposure/level.ts'

// Written out whole so that the style sheet generator finds each class.
export const levelClasses: Readonly<Record<ExposureLevel, { solid: string; text: string; pill: string }>> = {
  closed: {
    solid: 'bg-exp-closed',
    text: 'text-exp-closed-text',
    pill: 'bg-exp-closed-tint text-exp-closed-text',
  },
  privateOnly: {
    solid: 'bg-exp-private',
    text: 'text-exp-private-text',
    pill: 'bg-exp-private-tint text-exp-private-text',
  },
  narrow: {
    solid: 'bg-exp-narrow',
    text: 'text-exp-narrow-text',
    pill: 'bg-exp-narrow-tint text-exp-narrow-text',
  },
  broad: {
    solid: 'bg-exp-broad',
    text: 'text-exp-broad-text',
    pill: 'bg-exp-broad-tint text-exp-broad-text',
  },
  world: {
    solid: 'bg-exp-world',
    text: 'text-exp-world-text',
    pill: 'bg-exp-world-tint text-exp-world-text',
  },
}
