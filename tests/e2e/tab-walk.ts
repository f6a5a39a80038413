import type { Page } from '@playwright/test'

/** What somebody who has no mouse can reach, and what a screen reader is told of it. */
export interface TabWalk {
  /** Controls that the Tab key never came to, nor an arrow key within a group that it came to. */
  unreached: string[]
  /** Controls that have no name. */
  nameless: string[]
}

const MOST_STEPS = 400
/** More than the parts of a field that is come to several times, like a date. */
const STEPS_AT_ONCE = 12
/** One of them has the focus, and arrow keys go to the others (WAI-ARIA Authoring Practices). */
const GROUPS = '[role=tablist], [role=radiogroup], [role=listbox], [role=menu], [role=menubar], [role=toolbar], [role=tree], [role=grid]' // prettier-ignore

/**
 * Goes through a page with the Tab key from its beginning until the focus has been everywhere; once more where something
 * was passed over, since what comes a moment after the page may have come behind the walker.
 */
export async function walkByTab(page: Page): Promise<TabWalk> {
  let unreached = await walkOnce(page)
  if (unreached.length > 0) unreached = await walkOnce(page)
  return { unreached, nameless: await findNameless(page) }
}

async function walkOnce(page: Page): Promise<string[]> {
  await page.evaluate(markWhatGetsFocus)
  for (let step = 0, before = -1; step < MOST_STEPS; step += STEPS_AT_ONCE) {
    for (let each = 0; each < STEPS_AT_ONCE; each++) await page.keyboard.press('Tab')
    const reached = await page.locator('[data-reached]').count()
    if (reached === before) break
    before = reached
  }
  return page.evaluate(findUnreached, GROUPS)
}

/** Runs in the page: from its beginning, and by nothing but the focus itself. */
function markWhatGetsFocus(): void {
  for (const before of document.querySelectorAll('[data-walk-begin]')) before.remove()
  for (const each of document.querySelectorAll('[data-reached]')) each.removeAttribute('data-reached')
  const begin = document.createElement('span')
  begin.tabIndex = -1
  begin.dataset.walkBegin = ''
  document.body.prepend(begin)
  begin.focus({ preventScroll: true })
  if (document.documentElement.dataset.walked === undefined)
    document.addEventListener('focusin', ({ target }) => ((target as HTMLElement).dataset.reached = ''), true)
  document.documentElement.dataset.walked = ''
}

/** Runs in the page. */
function findUnreached(groups: string): string[] {
  const controls = [
    ...document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex], [role=button], [role=link], [role=slider]',
    ),
  ]
  const isThere = (each: HTMLElement) =>
    each.checkVisibility({ opacityProperty: false, visibilityProperty: true }) &&
    // a file is chosen by the button beside its field
    !each.matches(':disabled, [type=hidden], [type=file][tabindex="-1"]') &&
    !each.closest('[inert], [aria-hidden=true]')
  const isOfGroup = (each: HTMLElement) => {
    const choices = each.matches('[role=radio], [role=checkbox][tabindex="-1"]') ? each.closest('fieldset') : null
    const group = choices ?? (each.matches('div[data-orientation]') ? each : each.closest(groups))
    return Boolean(group && (group.matches('[data-reached]') || group.querySelector('[data-reached]')))
  }
  /** Radio buttons of one name are one stop. */
  const isOfRadios = (each: HTMLElement) =>
    each instanceof HTMLInputElement &&
    each.type === 'radio' &&
    controls.some((other) => other.matches(`[data-reached][name="${CSS.escape(each.name)}"]`))
  /** A place that is only jumped to, like the page's main part, is no control. */
  const isControl = (each: HTMLElement) => each.matches('a[href], button, input, select, textarea, summary') || each.tabIndex >= 0
  return controls
    .filter((each) => isControl(each) && isThere(each) && each.dataset.reached === undefined)
    .filter((each) => each.dataset.walkBegin === undefined && !isOfGroup(each) && !isOfRadios(each))
    .map((each) => each.outerHTML.slice(0, 160))
} // prettier-ignore

const NAMED = new Set(['button', 'link', 'textbox', 'searchbox', 'checkbox', 'switch', 'radio', 'combobox', 'slider', 'tab', 'menuitem', 'option', 'spinbutton']) // prettier-ignore

/** By the names that the browser itself works out for a screen reader. */
async function findNameless(page: Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page)
  const { nodes } = await cdp.send('Accessibility.getFullAXTree')
  await cdp.detach()
  return nodes
    .filter(({ ignored, role, name }) => !ignored && NAMED.has(String(role?.value)) && !String(name?.value ?? '').trim())
    .map(({ role, backendDOMNodeId }) => `${String(role?.value)} ${backendDOMNodeId}`)
} // prettier-ignore
