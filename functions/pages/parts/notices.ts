/** What a page says once after something was done; the cookie carries only the code. */
const notices = {
  'signed-out': 'You are signed out here. Microsoft may still remember you in this browser.',
  registered: 'Your account is ready.',
  'registration-forgotten': 'Your sign-in was forgotten. Nothing of it was kept.',
} as const;

export type Notice = keyof typeof notices;

export function noticeText(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(notices, code) ? notices[code as Notice] : undefined;
}
