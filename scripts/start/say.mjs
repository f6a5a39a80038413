const isTerminal = process.stdout.isTTY && !process.env.NO_COLOR
const dim = (text) => (isTerminal ? `\u001b[2m${text}\u001b[0m` : text)
const bold = (text) => (isTerminal ? `\u001b[1m${text}\u001b[0m` : text)

/** One line of what is being done now. */
export function step(text) {
  console.log(dim(`  ${text} ...`))
}

export function note(text) {
  console.log(`  ${text}`)
}

/** What a person needs to know once everything runs. */
export function welcome({ url, mails, logs }) {
  console.log(`\n  ${bold('Clipway is running')}  ${bold(url)}\n`)
  if (mails) console.log(`  Mails (codes for sign-up too) go to  ${mails}`)
  console.log(`  Logs are written to                  ${logs}`)
  console.log(`  Stop with                            Ctrl-C\n`)
}

/** Ends the whole start with a reason and what to do. */
export class StartProblem extends Error {}
