// Every screen is looked at in both themes by `every_screen`, and most is driven in the dark one; these are driven in the light
// one, and in both with PATCHBAY_BOTH_THEMES.
export const themes = process.env.PATCHBAY_BOTH_THEMES ? ['dark', 'light'] : ['light'];
