/** Owns the rules about the place: V08–V12; must never look anything up outside the lists on the device. */

import { isKnownCode } from '../ownCodes.ts';
import { numberAt, objectAt, type ReportFields, textAt } from '../report.ts';
import { find } from '../vocabulary.ts';
import type { Tell } from './finding.ts';

/** Decimals written in a coordinate. */
function decimals(value: number): number {
  const text = String(value);
  // Tiny numbers print as 1e-7: more digits than any precision allows.
  if (text.includes('e-')) return Number(text.slice(text.indexOf('e-') + 2));
  const dot = text.indexOf('.');
  return dot === -1 ? 0 : text.length - dot - 1;
}

/**
 * A coordinate in degrees cut (not rounded) to what a precision may show; null when this precision keeps no
 * coordinates at all (V12: "cut silently on save").
 */
export function cutToPrecision(degrees: number, precision: string): number | null {
  const allowed = find('precisions', precision)?.decimals;
  if (allowed === undefined) return null;
  const text = degrees.toFixed(10);
  return Number(text.slice(0, text.indexOf('.') + 1 + allowed));
}

export function rulesOfPlace(fields: ReportFields, tell: Tell): void {
  const place = objectAt(fields, 'place');
  const country = textAt(place, 'country');
  if (country === null || country === '') tell('V08', 'place.country', 'countryMissing');
  const region = place['region'];
  if (region !== undefined && region !== 'unknown') {
    if (typeof region !== 'string' || !isKnownCode(fields, 'regions', region)) {
      tell('V09', 'place.region', 'unknownRegion');
    } else if (country !== null && !region.startsWith(`${country}-`)) {
      tell('V09', 'place.region', 'regionOfOtherCountry');
    }
  }
  // The full form asks for it in the five countries; "unknown" is an answer.
  if (
    region === undefined &&
    textAt(fields, 'form') === 'full' &&
    find('countries', country ?? '') !== undefined
  )
    tell('F01', 'place.region', 'missing', 'warn');
  coordinates(place, country, tell);
}

function coordinates(place: ReturnType<typeof objectAt>, country: string | null, tell: Tell): void {
  const hasLat = Object.hasOwn(place, 'lat');
  const hasLon = Object.hasOwn(place, 'lon');
  if (!hasLat && !hasLon) return;
  const precision = textAt(place, 'precision');
  if (!hasLat || !hasLon || precision === null) tell('V10', 'place', 'coordinatesIncomplete');
  const [lat, lon] = [numberAt(place, 'lat'), numberAt(place, 'lon')];
  if (hasLat && (lat === null || Math.abs(lat) > 90)) tell('V10', 'place.lat', 'coordinatesOutOfRange');
  if (hasLon && (lon === null || Math.abs(lon) > 180)) tell('V10', 'place.lon', 'coordinatesOutOfRange');
  if (lat === null || lon === null) return;
  const box = find('countries', country ?? '')?.box;
  if (box !== undefined) {
    const [south = -90, north = 90, west = -180, east = 180] = box;
    if (lat < south || lat > north || lon < west || lon > east) {
      tell('V11', 'place', 'coordinatesOutsideCountry', 'warn');
    }
  }
  if (precision === null) return;
  const allowed = find('precisions', precision)?.decimals;
  for (const [name, value] of [
    ['lat', lat],
    ['lon', lon],
  ] as const) {
    if (allowed === undefined || decimals(value) > allowed) tell('V12', `place.${name}`, 'precisionLeak');
  }
}
