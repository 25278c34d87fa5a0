import { book, duration, overlaps } from './booking.js';

/** A room for one day. Bookings never overlap and stay in the order of the day. */
export class Room {
  #bookings = [];

  get bookings() {
    return [...this.#bookings];
  }

  /** Books the room; throws when somebody else has it at that time. */
  book(who, from, to) {
    const wanted = book(who, from, to);
    const taken = this.#bookings.find((booking) => overlaps(wanted, booking));
    if (taken) throw new Error(`${taken.who} has the room then`);
    this.#bookings.push(wanted);
    this.#bookings.sort((a, b) => a.start - b.start);
    return wanted;
  }

  /** Gives the room back; returns whether there was such a booking. */
  cancel(booking) {
    const index = this.#bookings.indexOf(booking);
    if (index === -1) return false;
    this.#bookings.splice(index, 1);
    return true;
  }

  /** Minutes of the day that are booked. */
  minutesBooked() {
    return this.#bookings.reduce((sum, booking) => sum + duration(booking), 0);
  }
}
