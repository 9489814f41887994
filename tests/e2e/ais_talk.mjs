// AIS sentences made here, by no code of the node's, and sent to it by UDP: what a receiver on the coast would say.
// Positions and what a ship says of herself: messages 1 and 5 of ITU-R M.1371-5, annex 8.

import { createSocket } from "node:dgram";

const kNoRateOfTurn = -128, kNoHeading = 511, kNoSecond = 60;
const kMetresPerDegree = 111_195;
const kMetresPerSecondPerKnot = 1852 / 3600;

function bits(value, count) {
  return BigInt.asUintN(count, BigInt(Math.round(value))).toString(2).padStart(count, "0");
}

/** ITU-R M.1371-5 table 47. */
function text(words, letters) {
  return [...words.padEnd(letters, "@")].map((letter) => bits(letter.charCodeAt(0) % 64, 6)).join("");
}

/** A message in as many sentences as it needs (IEC 61162-1: 82 characters each). */
function sentences(message, number = "") {
  const fill = (6 - (message.length % 6)) % 6;
  const sixes = (message + "0".repeat(fill)).match(/.{6}/g).map((six) => parseInt(six, 2));
  const parts = String.fromCharCode(...sixes.map((six) => (six < 40 ? six + 48 : six + 56))).match(/.{1,60}/g);
  return parts.map((part, i) => {
    const last = i === parts.length - 1;
    const body = `AIVDM,${parts.length},${i + 1},${parts.length > 1 ? number : ""},A,${part},${last ? fill : 0}`;
    const sum = [...body].reduce((before, letter) => before ^ letter.charCodeAt(0), 0);
    return `!${body}*${sum.toString(16).toUpperCase().padStart(2, "0")}\r\n`;
  }).join("");
}

/** Message 1. `status` 0: under way by engine; 14: a search-and-rescue transmitter that is active. */
export function position_report({ mmsi, status = 0, lat, lon, sog_kn, cog_deg }) {
  return sentences([
    bits(1, 6), bits(0, 2), bits(mmsi, 30), bits(status, 4), bits(kNoRateOfTurn, 8), bits(sog_kn * 10, 10), "1", bits(lon * 600_000, 28),
    bits(lat * 600_000, 27), bits(cog_deg * 10, 12), bits(kNoHeading, 9), bits(kNoSecond, 6), bits(0, 25),
  ].join(""));
}

/** Message 5. The antenna is amidships; no IMO number, call sign, draught or destination. */
export function static_data({ mmsi, name, ship_type, length_m, beam_m }) {
  const half = (size, digits) => bits(Math.floor(size / 2), digits) + bits(Math.ceil(size / 2), digits);
  return sentences([
    bits(5, 6), bits(0, 2), bits(mmsi, 30), bits(0, 2), bits(0, 30), text("", 7), text(name, 20), bits(ship_type, 8), half(length_m, 9), half(beam_m, 6),
    bits(1, 4), bits(0, 4), bits(0, 5), bits(24, 5), bits(60, 6), bits(0, 8), text("", 20), bits(0, 2),
  ].join(""), String(mmsi % 10));
}

/** Where a vessel is after so many seconds; good for the minutes of a test. */
export function sailed(vessel, seconds) {
  const degrees = (vessel.sog_kn * kMetresPerSecondPerKnot * seconds) / kMetresPerDegree;
  const course = (vessel.cog_deg * Math.PI) / 180;
  const lat = vessel.lat + degrees * Math.cos(course);
  return { ...vessel, lat, lon: vessel.lon + (degrees * Math.sin(course)) / Math.cos((vessel.lat * Math.PI) / 180) };
}

/** Says once a second where each of them is by now, and of who has a name what she is, until stop(). */
export function send_by_udp(port, vessels) {
  const socket = createSocket("udp4");
  const begun = Date.now();
  const say = () => {
    for (const vessel of vessels) {
      const now = sailed(vessel, (Date.now() - begun) / 1000);
      socket.send(position_report(now) + (now.name === undefined ? "" : static_data(now)), port, "127.0.0.1");
    }
  };
  say();
  const timer = setInterval(say, 1000);
  return {
    stop() {
      clearInterval(timer);
      socket.close();
    },
  };
}
