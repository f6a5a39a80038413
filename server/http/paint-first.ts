interface PageHead {
  head: string[]
}

const ENTRY = /<script type="module" src="([\w./-]+)" crossorigin><\/script>/
const SCRIPT_HINT = /<link rel="modulepreload" as="script" crossorigin href="([\w./-]+)">/g
/**
 * What is pressed before the page is alive is not lost: plugins/press-early.client.ts takes the last button, and ends this.
 * Ctrl+Enter (or ⌘+Enter) in a field presses the button that sends its form, as it does on the page that is alive.
 * What part of the page answered already is not pressed again, which would close the menu that it opened: Vue writes
 * `_vts` on each event that a listener of its own is handed. A form is not sent by itself meanwhile, which would leave the
 * page.
 */
const KEEP_EARLY_PRESS = [
  'const early=new AbortController',
  'let pressed=null',
  'const on=(type,take)=>addEventListener(type,(event)=>event.isTrusted&&take(event),{capture:true,signal:early.signal})',
  'const keep=(button,event)=>{if(button)pressed={button,event}}',
  'on("click",(event)=>{const button=event.target.closest("button");keep(button,event);if(button?.form)event.preventDefault()})',
  'on("keydown",(event)=>{if(event.key==="Enter"&&(event.ctrlKey||event.metaKey))keep(event.target.form?.querySelector("[type=submit]"),event)})',
  'window.takeEarlyPress=()=>{early.abort();return pressed&&!("_vts" in pressed.event)?pressed.button:null}',
].join(';')
/**
 * Where vue-router looks for how far pages were scrolled. On a first visit nothing is there, which it learns by an error,
 * for whose line the browser reads the whole script again.
 */
const NO_SCROLL_YET = 'try{sessionStorage["vue-router:scroll"]??="{}"}catch{}'
/** From the first frame on; a picture that takes longer comes to a page that is alive. */
const LATEST_MS = 300

/**
 * A page is seen before it comes alive: on a slow line style sheet and picture have it to themselves, and a slow
 * processor paints what the server sent before it reads half a megabyte of scripts. Once the browser has drawn the page
 * they are fetched, all at once, and begin.
 */
export function paintFirst(html: PageHead): void {
  html.head = html.head.map((chunk) => {
    const parts = Array.from(chunk.matchAll(SCRIPT_HINT), ([, href]) => href)
    return chunk
      .replaceAll(SCRIPT_HINT, '')
      .replace(ENTRY, (_, entry: string) => `<script type="module">${beginAfterPaint(entry, parts)}</script>`)
  })
}

/**
 * A module, so that it runs once the whole page is read. Drawn is what the browser says that it has shown: of a page
 * with a first picture, that one (where the browser tells it apart). A page in the background has no frames.
 */
function beginAfterPaint(entry: string, parts: (string | undefined)[]): string {
  return [
    KEEP_EARLY_PRESS,
    NO_SCROLL_YET,
    'let begun=false',
    `const parts=${JSON.stringify(parts)}`,
    'const fetchPart=(href)=>document.head.append(Object.assign(document.createElement("link"),{rel:"modulepreload",crossOrigin:"",href}))',
    `const begin=()=>{if(!begun){begun=true;parts.forEach(fetchPart);import(${JSON.stringify(entry)})}}`,
    'const first="img[fetchpriority=high]"',
    'const tells=PerformanceObserver.supportedEntryTypes',
    'const when=(type,isIt)=>new PerformanceObserver((list)=>list.getEntries().some(isIt)&&begin()).observe({type,buffered:true})',
    'const watch=()=>document.querySelector(first)&&tells.includes("largest-contentful-paint")?when("largest-contentful-paint",({element})=>element?.matches(first)):when("paint",({name})=>name==="first-contentful-paint")',
    'document.addEventListener("visibilitychange",begin,{once:true})',
    `document.hidden?begin():(watch(),requestAnimationFrame(()=>setTimeout(begin,${LATEST_MS})))`,
  ].join(';')
}
