'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { IconButton } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { AdornedInput, type TextInputProps } from '#components/ui/input.tsx'

export type PasswordFieldProps = TextInputProps & {
  readonly id: string
  readonly label: string
  readonly help?: string
  readonly error?: string | undefined
}

/** A password that can be looked at while it is typed. */
export function PasswordField({ id, label, help, error, ...rest }: PasswordFieldProps) {
  const t = useTranslations('auth')
  const [isShown, setIsShown] = useState(false)
  return (
    <Field label={label} htmlFor={id} help={help} error={error}>
      <AdornedInput
        {...rest}
        id={id}
        type={isShown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
        after={
          <IconButton
            size="sm"
            label={isShown ? t('hidePassword') : t('showPassword')}
            onClick={() => setIsShown(!isShown)}
          >
            {isShown ? <EyeOff size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
          </IconButton>
        }
      />
    </Field>
  )
}
