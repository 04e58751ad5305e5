// What digits say in words: the same sentences as the server puts together (services/coverage/map_words.py), from the
// same parts, which stand in the page.

const IN_ORDER = ["3", "2", "1", "0"];
const SURE = ["3", "2"];

const filled = (text, numbers) => text.replace(/%\((\w+)\)[sd]/g, (_all, name) => numbers[name]);
const countOf = (digits, digit) => digits.split(digit).length - 1;

/** Return the ways to tell of digits that `words`, the parts in the page, has for a choice. */
export function wordsFor(words, { type, checked }) {
  const states = words[checked ? "checked" : type ? "of_a_type" : "all"];
  const municipalities = (number) => filled(words.municipalities[number === 1 ? 0 : 1], { n: number });
  return {
    /** Return the state of a place: its digit where all of it has one, else the part that has the best, and its words. */
    state(digits) {
      const found = IN_ORDER.filter((digit) => digits.includes(digit));
      const [first, ...others] = found;
      if (found.length === 1) return { digit: first, words: states[first].whole };
      const told = [
        filled(states[first].of_all, { n: countOf(digits, first), all: municipalities(digits.length) }),
        ...others.map((digit) => filled(states[digit].only, { n: countOf(digits, digit) })),
      ];
      return { digit: "", words: told.join("; "), part: `${countOf(digits, first)}/${digits.length}` };
    },
    /** Return the legend: each digit with its words and its number. */
    legend: (row) => IN_ORDER.map((digit) => ({ digit, words: states[digit].whole, number: countOf(row, digit) })),
    /** Return in how many municipalities there is help for sure. */
    sum: (row) =>
      filled(words[checked ? "sum_checked" : "sum"], {
        n: SURE.reduce((sum, digit) => sum + countOf(row, digit), 0),
        all: municipalities(row.length),
      }),
  };
}
