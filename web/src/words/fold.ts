// Text as one searches it: case, accents, Arabic vowel signs and the two ways of writing ye and kaf are all one.

export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640\u200c\u200d]/gu, "") // marks, kashida, joiners
    .toLowerCase()
    .replace(/[\u0649\u064a]/g, "\u06cc")
    .replace(/\u0643/g, "\u06a9")
    .replace(/[\u0622\u0623\u0625]/g, "\u0627")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .trim();
}
