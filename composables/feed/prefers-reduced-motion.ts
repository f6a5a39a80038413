/** The person's own setting (`data-motion` of the page), else the device's. In the browser only. */
export function prefersReducedMotion(): boolean {
  const { motion } = document.documentElement.dataset
  if (motion) return motion === 'reduced'
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}
