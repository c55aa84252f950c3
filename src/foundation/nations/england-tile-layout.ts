/** One local authority's place on the tile map. Columns run west to east and rows north to south, both from 0. */
export interface AreaTile {
  /** The authority's area id, which is its three-digit code. */
  readonly areaId: number;
  readonly column: number;
  readonly row: number;
  /** At most five letters, unlike any other's; always shown beside the full name in a title or a table. */
  readonly shortName: string;
}

/**
 * The 153 local authorities of England, each one tile, so that a small city is seen as well as a large county. Begun by
 * letting the authorities' centres push each other apart on a grid, then arranged by hand so that regions hold
 * together and as many neighbours as possible meet. The gap off Norfolk is the Wash; the Isle of Wight (921) and the
 * Isles of Scilly (420) stand off the coast. Numbers are three-digit codes; a dot is no authority.
 */
const picture = `
   .   .   .   . 929 392 393   .   .   .   .   .   .   .
   .   .   .   . 391 390 394 805   .   .   .   .   .   .
   .   .   . 942 943 840 841 808   .   .   .   .   .   .
   . 890 888 889 380 383 815 806 807   .   .   .   .   .
 343 359 350 351 381 382 384 816   .   .   .   .   .   .
 340 342 355 354 353 370 371 811 810   .   .   .   .   .
 341 876 877 352 357 373 372 813 812   .   .   .   .   .
 344 896 358 895 356 830 892 891 925   .   .   .   .   .
   . 893 894 861 860 831 856 855 857 874 926 935   .   .
   .   . 336 335 330 937 941 940 822 873 308 881 883 882
   .   . 332 333 334 331 826 823 821 919 309 320 317 311
   .   . 884 885 916 931 825 312 310 302 206 204 316 301
   .   . 801 803 866 870 871 307 304 202 201 211   .   .
   .   . 802 800 869 872 868 313 205 207 213 210 203   .
   . 908 878 933 865 850 867 318 315 212 208 209 303   .
   . 879 880 838 839 852 851 936 314 319 306 305   .   .
   .   .   .   .   .   .   . 938 846 845 886 887   .   .
 420   .   .   .   . 921   .   .   .   .   .   .   .   .
`;

const names = `
  929 N’umb, 391 Newc, 392 N Tyn, 393 S Tyn, 390 Gates, 394 Sund, 805 Hartl, 840 Durh, 841 Darl, 808 St’tn,
  806 Midd, 807 Redc, 942 Cumb, 943 Westm, 890 Bpool, 888 Lancs, 889 Bburn, 343 Seft, 359 Wigan, 350 Bolt,
  351 Bury, 340 Know, 342 St H, 355 Salf, 354 Roch, 353 Oldh, 341 L’pl, 876 Halt, 877 Warr, 352 Manc, 357 Tame,
  344 Wirr, 896 Ch W, 358 Traff, 895 Ch E, 356 St’pt, 380 Brad, 383 Leeds, 815 N Yk, 381 Cald, 382 Kirk,
  384 Wake, 816 York, 370 Barns, 371 Donc, 811 E Rid, 810 Hull, 373 Sheff, 372 Roth, 813 N Lin, 812 NE Li,
  830 Derbs, 892 Nottm, 891 Notts, 925 Lincs, 831 Derby, 856 Leic, 855 Leics, 857 Rutl, 941 W Nor, 940 N Nor,
  893 Shrop, 894 Telf, 861 Stoke, 860 Staff, 336 Wolv, 335 Wals, 330 Birm, 937 Warks, 332 Dudl, 333 Sandw,
  334 Solih, 331 Cov, 884 Heref, 885 Worcs, 874 Pboro, 926 Norf, 935 Suff, 822 Bed, 873 Cambs, 881 Essex,
  883 Thurr, 882 S’end, 823 C Bed, 821 Luton, 919 Herts,
  308 Enf, 309 Hgey, 320 Walth, 317 Redb, 311 Hav, 312 Hill, 310 Harr, 302 Barn, 206 Isl, 204 Hack, 316 Newh,
  301 Bark, 307 Eal, 304 Brent, 202 Camd, 201 City, 211 Tower, 313 Houns, 205 Hamm, 207 Kens, 213 W’min,
  210 S’wk, 203 Grnw, 318 Rich, 315 Mert, 212 Wand, 208 Lamb, 209 Lewi, 303 Bex, 314 King, 319 Sutt, 306 Croy,
  305 Brom,
  826 M Key, 825 Bucks, 931 Oxon, 870 Read, 871 Slou, 869 W Ber, 872 Wok, 868 Wind, 850 Hants, 867 Brack,
  852 S’ton, 851 Ports, 936 Surr, 938 W Sus, 846 Brigh, 845 E Sus, 886 Kent, 887 Medw, 921 I Wgt, 916 Glos,
  801 Brist, 803 S Glo, 866 Swin, 802 N Som, 800 Bath, 908 Corn, 878 Devon, 933 Som, 865 Wilts, 879 Plym,
  880 Torb, 838 Dors, 839 BCP, 420 Scil
`;

const shortNames: ReadonlyMap<number, string> = new Map(
  names.split(',').map((entry) => {
    const [, code, name] = /^(\d+) (.+)$/.exec(entry.trim()) ?? [];
    return [Number(code), name ?? ''];
  }),
);

/** Every tile, north to south and west to east. */
export const englandTiles: readonly AreaTile[] = picture
  .trim()
  .split('\n')
  .flatMap((line, row) =>
    line
      .trim()
      .split(/\s+/)
      .flatMap((cell, column) => {
        if (cell === '.') return [];
        const areaId = Number(cell);
        return [{ areaId, column, row, shortName: shortNames.get(areaId) ?? cell }];
      }),
  );

const tilesById = new Map(englandTiles.map((tile) => [tile.areaId, tile]));

/** The tile of a local authority, by area id; `undefined` for any other area and for authorities that have ended. */
export function tileFor(areaId: number): AreaTile | undefined {
  return tilesById.get(areaId);
}

/** How many columns and rows the map needs. */
export const englandTileGrid = {
  columns: Math.max(...englandTiles.map((tile) => tile.column)) + 1,
  rows: Math.max(...englandTiles.map((tile) => tile.row)) + 1,
} as const;
