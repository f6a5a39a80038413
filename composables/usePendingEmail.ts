const KEY = 'clipway:pending-email'

/**
 * The address that waits for a code, kept for this tab only: in an address bar it would end up in logs and histories.
 * Empty where the page was opened on another device.
 */
export function usePendingEmail(): Ref<string> {
  const email = useState('pending-email', () => '')
  onMounted(() => {
    email.value ||= readStored()
  })
  return computed({
    get: () => email.value,
    set: (value) => {
      email.value = value
      writeStored(value)
    },
  })
}

function readStored(): string {
  try {
    return sessionStorage.getItem(KEY) ?? ''
  } catch {
    return '' // storage is off: the page asks for the address again
  }
}

function writeStored(email: string): void {
  try {
    sessionStorage.setItem(KEY, email)
  } catch {
    // storage is off: the address lives as long as the page does
  }
}
