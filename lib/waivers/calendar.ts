/** A day as `2027-03-01`; such texts compare as the days do. */
export type Day = string;

const DAY = 24 * 60 * 60 * 1000; // milliseconds

/** The present day in UTC, so that it is the same for everyone. */
export const today = (): Day => dayOf(Date.now());

export const daysAfter = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * DAY);

const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);

/** Whether a text is a day that the calendar has. */
export const isDay = (text: string): boolean => {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && dayOf(time) === text;
};
