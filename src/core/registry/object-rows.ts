import { GrowingNumbers, PackedTexts } from "../text/packed-texts.js";
import { RowWriter } from "../text/row-writer.js";
import { sortPacked } from "../text/sort-packed.js";
import { encodeUtf8 } from "../text/utf8.js";
import { CodedColumn, type CodedField, codedFields, isList } from "./coded-column.js";
import { encodeCoded } from "./object-frame.js";
import type { FieldPlaces } from "./row-reader.js";

/** Sorted objects on their way to a file, as frame and annex will hold them. */
export interface RunRows {
  readonly length: number;
  /** True if something private is known of any object. */
  readonly hasAnnex: boolean;
  /** Line of a row in the file as handed in. */
  lineAt(row: number): number;
  /** UTF-8 bytes of the id of a row: a view. */
  idBytesAt(row: number): Uint8Array;
  writeFrame(writer: RowWriter, row: number): void;
  /** Writes nothing if nothing private is known of the object. */
  writeAnnex(writer: RowWriter, row: number): void;
}

/** Bytes after which a page of rows is closed. */
const PAGE = 1 << 20;
/** Where the coded columns and the private ones begin among the fields of an object, behind id and name. */
const [CODED, PRIVATE] = [2, 2 + codedFields.length];

/** A column whose cells are lists: its values as they came, and as the frame has them. */
interface ListColumn {
  readonly field: CodedField;
  readonly values: CodedColumn;
  readonly cells: Uint8Array[];
}

/** Objects that are wanted in no other form than as rows of frame and annex, in any order: a row of each is written as it comes. */
export class ObjectRows {
  readonly #ids = new PackedTexts();
  /** Full pages, and the one that is being filled. */
  readonly #pages: RowWriter[] = [new RowWriter()];
  readonly #pageOf = new GrowingNumbers();
  /** Where the frame row of an object begins in its page, where its annex row begins behind it, and where that ends. */
  readonly #places = [new GrowingNumbers(), new GrowingNumbers(), new GrowingNumbers()] as const;
  readonly #lines = new GrowingNumbers();
  /** By the number of the coded field; undefined where its cells are no lists. */
  readonly #lists = codedFields.map((field): ListColumn | undefined =>
    isList(field) ? { field, values: new CodedColumn(), cells: [] } : undefined,
  );
  #fullBytes = 0;
  #hasAnnex = false;

  get length(): number {
    return this.#ids.length;
  }

  /** Bytes of all rows. */
  get bytes(): number {
    return this.#fullBytes + this.#page.length;
  }

  get #page(): RowWriter {
    return this.#pages.at(-1) as RowWriter;
  }

  /** Adds an object: its fields in the order of the spec, and the extra ones. */
  push(values: readonly string[], extra: readonly string[], line: number): void {
    const cells = [...values, ...extra].map(encodeUtf8);
    const bytes = new Uint8Array(cells.reduce((sum, { length }) => sum + length, 0));
    const ends = new Uint32Array(cells.length);
    let at = 0;
    cells.forEach((cell, i) => {
      bytes.set(cell, at);
      ends[i] = at += cell.length;
    });
    const starts = ends.map((end, i) => end - (cells[i] as Uint8Array).length);
    const count = values.length;
    this.pushBytes(
      bytes,
      {
        from: starts.subarray(0, count),
        to: ends.subarray(0, count),
        extraFrom: starts.subarray(count),
        extraTo: ends.subarray(count),
      },
      line,
    );
  }

  /** Adds an object from the places of its fields in UTF-8 bytes. */
  pushBytes(bytes: Uint8Array, places: FieldPlaces, line: number): void {
    const { from, to, extraFrom, extraTo } = places;
    if (this.#page.length >= PAGE) {
      this.#fullBytes += this.#page.length;
      this.#pages.push(new RowWriter());
    }
    const page = this.#page;
    const [begin, middle, end] = this.#places;
    this.#pageOf.push(this.#pages.length - 1);
    begin.push(page.length);
    this.#ids.pushBytes(bytes, from[0] as number, to[0] as number);
    for (let i = 0; i < PRIVATE; i++) {
      const list = this.#lists[i - CODED];
      if (list === undefined) page.cell(bytes, from[i], to[i]);
      else page.formatted(this.#cellOf(list, bytes, from[i] as number, to[i] as number));
    }
    for (let i = 0; i < extraFrom.length; i++) page.cell(bytes, extraFrom[i], extraTo[i]);
    page.end();
    middle.push(page.length);
    this.#writePrivate(page, bytes, places);
    end.push(page.length);
    this.#lines.push(line);
  }

  #cellOf({ field, values, cells }: ListColumn, bytes: Uint8Array, from: number, to: number): Uint8Array {
    const code = values.codeOfBytes(bytes, from, to);
    return (cells[code] ??= encodeCoded(field, values.values[code] as string));
  }

  #writePrivate(page: RowWriter, bytes: Uint8Array, { from, to }: FieldPlaces): void {
    let isFilled = false;
    for (let i = PRIVATE; i < from.length; i++) isFilled ||= from[i] !== to[i];
    if (!isFilled) return;
    this.#hasAnnex = true;
    page.cell(bytes, from[0], to[0]);
    for (let i = PRIVATE; i < from.length; i++) page.cell(bytes, from[i], to[i]);
    page.end();
  }

  /** The objects by id in code-point order. Nothing may be pushed afterwards. */
  sorted(): RunRows {
    const order = sortPacked(this.#ids);
    const pages = this.#pages.map((page) => page.finish());
    const [begin, middle, end] = this.#places;
    const write = (writer: RowWriter, place: number, from: GrowingNumbers, to: GrowingNumbers): void =>
      writer.rows(pages[this.#pageOf.at(place)] as Uint8Array, from.at(place), to.at(place));
    const placeOf = (row: number): number => order[row] as number;
    return {
      length: order.length,
      hasAnnex: this.#hasAnnex,
      lineAt: (row) => this.#lines.at(placeOf(row)),
      idBytesAt: (row) => this.#ids.bytesAt(placeOf(row)),
      writeFrame: (writer, row) => write(writer, placeOf(row), begin, middle),
      writeAnnex: (writer, row) => write(writer, placeOf(row), middle, end),
    };
  }
}
