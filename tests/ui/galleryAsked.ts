/** Owns what the gallery's address asks for. */
export const asked = new URLSearchParams(location.search);
export const face = asked.get('face') === 'desk' ? 'desk' : 'notes';
export const lang = asked.get('lang') === 'ru' ? 'ru' : 'en';
export const page = asked.get('page') ?? 'home';
