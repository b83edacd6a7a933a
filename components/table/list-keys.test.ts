import { expect, test } from 'vitest'
import { commandOf, type KeyPress } from './list-keys.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  inField: false,
  onControl: false,
  ...more,
})

test.each([
  ['/', {}, 'search'],
  ['/', { shiftKey: true }, 'search'],
  ['j', {}, 'next'],
  ['K', {}, 'previous'],
  ['J', { shiftKey: true }, null],
  ['x', {}, 'select'],
  ['e', {}, 'edit'],
  ['Backspace', {}, 'remove'],
  ['Backspace', { onControl: true }, null],
  ['Backspace', { inField: true }, null],
  ['j', { inField: true }, null],
  ['z', { metaKey: true }, 'undo'],
  ['z', { ctrlKey: true }, 'undo'],
  ['Z', { metaKey: true, shiftKey: true }, null],
  ['z', { metaKey: true, inField: true }, null],
  ['Enter', { metaKey: true, inField: true }, 'review'],
  ['Enter', {}, null],
  ['e', { ctrlKey: true }, null],
  ['j', { altKey: true }, null],
] as const)('%s with %j is %s', (key, more, command) => {
  expect(commandOf(press(key, more))).toBe(command)
})
