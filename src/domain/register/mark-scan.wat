;; Counting marks sixteen at a time. mark-scan-module.ts holds the compiled bytes of this text (a test compiles it again
;; and compares); mark-scan-plain.ts is the same in plain loops. Lengths are in bytes; every buffer of places is a whole
;; number of 64 bytes, zero beyond its marks, but that of count_categories.
(module
  (memory (export "memory") 1)

  ;; How many bytes are unmeasured (0), not counted, attending, authorised and unauthorised: five i32 at $out. Any
  ;; length and alignment. Four thresholds are counted in bytes, which are emptied before they could overflow.
  (func (export "count_categories") (param $at i32) (param $length i32) (param $out i32)
    (local $end i32) (local $stop i32) (local $v v128) (local $byte i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $marked i32) (local $measured i32) (local $absent i32) (local $unauthorised i32)
    (local.set $end (i32.add (local.get $at) (i32.and (local.get $length) (i32.const -16))))
    (block $done
      (loop $flush
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $c (v128.const i32x4 0 0 0 0))
        (local.set $d (v128.const i32x4 0 0 0 0))
        (local.set $stop (i32.add (local.get $at) (i32.const 4080)))
        (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
        (loop $sixteen
          (local.set $v (v128.load align=1 (local.get $at)))
          (local.set $a (i8x16.sub (local.get $a) (i8x16.eq (local.get $v) (v128.const i32x4 0 0 0 0))))
          (local.set $b (i8x16.sub (local.get $b) (i8x16.ge_u (local.get $v) (i8x16.splat (i32.const 64)))))
          (local.set $c (i8x16.sub (local.get $c) (i8x16.lt_s (local.get $v) (v128.const i32x4 0 0 0 0))))
          (local.set $d (i8x16.sub (local.get $d) (i8x16.ge_u (local.get $v) (i8x16.splat (i32.const 192)))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $sixteen (i32.lt_u (local.get $at) (local.get $stop))))
        (local.set $marked (i32.add (local.get $marked) (call $sum (local.get $a))))
        (local.set $measured (i32.add (local.get $measured) (call $sum (local.get $b))))
        (local.set $absent (i32.add (local.get $absent) (call $sum (local.get $c))))
        (local.set $unauthorised (i32.add (local.get $unauthorised) (call $sum (local.get $d))))
        (br $flush)))
    (local.set $end (i32.add (local.get $at) (i32.and (local.get $length) (i32.const 15))))
    (block $over
      (loop $one
        (br_if $over (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (local.set $marked (i32.add (local.get $marked) (i32.eqz (local.get $byte))))
        (local.set $measured (i32.add (local.get $measured) (i32.ge_u (local.get $byte) (i32.const 64))))
        (local.set $absent (i32.add (local.get $absent) (i32.ge_u (local.get $byte) (i32.const 128))))
        (local.set $unauthorised (i32.add (local.get $unauthorised) (i32.ge_u (local.get $byte) (i32.const 192))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $one)))
    (i32.store (local.get $out) (local.get $marked))
    (i32.store offset=4 (local.get $out)
      (i32.sub (i32.sub (local.get $length) (local.get $marked)) (local.get $measured)))
    (i32.store offset=8 (local.get $out) (i32.sub (local.get $measured) (local.get $absent)))
    (i32.store offset=12 (local.get $out) (i32.sub (local.get $absent) (local.get $unauthorised)))
    (i32.store offset=16 (local.get $out) (local.get $unauthorised)))

  ;; The sum of sixteen bytes.
  (func $sum (param $v v128) (result i32)
    (local $pairs v128)
    (local.set $pairs (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $v))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $pairs)) (i32x4.extract_lane 1 (local.get $pairs)))
      (i32.add (i32x4.extract_lane 2 (local.get $pairs)) (i32x4.extract_lane 3 (local.get $pairs)))))

  ;; Tallies a register one by one, but for the marks that are $usual, which are only counted: that is the answer; 256 is
  ;; no mark. $expected has 255 where somebody is expected; marks elsewhere count for nothing, and are wiped. $groups has
  ;; the eight groups of each place, a byte each; $out five i32 a group (attending, authorised, unauthorised, not required,
  ;; unmeasured); $codes 64 i32 by the low six bits of marks that are not 0; $used 256 i32 by the whole mark.
  (func (export "tally_places")
    (param $marks i32) (param $expected i32) (param $length i32) (param $usual i32) (param $groups i32) (param $out i32)
    (param $codes i32) (param $used i32) (result i32)
    (local $at i32) (local $v v128) (local $here v128) (local $same v128) (local $gate i32) (local $bits i32)
    (local $even i32) (local $found i32) (local $place i32) (local $byte i32) (local $into i32) (local $list i32)
    (local $cell i32)
    (local.set $same (i8x16.splat (local.get $usual)))
    (local.set $gate (select (i32.const -1) (i32.const 0) (i32.lt_u (local.get $usual) (i32.const 256))))
    (block $done
      (loop $sixteen
        (br_if $done (i32.ge_u (local.get $at) (local.get $length)))
        (local.set $here (v128.load (i32.add (local.get $expected) (local.get $at))))
        (local.set $v (v128.and (v128.load (i32.add (local.get $marks) (local.get $at))) (local.get $here)))
        (v128.store (i32.add (local.get $marks) (local.get $at)) (local.get $v))
        (local.set $bits (i8x16.bitmask (local.get $here)))
        (local.set $even
          (i32.and (i32.and (i8x16.bitmask (i8x16.eq (local.get $v) (local.get $same))) (local.get $gate))
            (local.get $bits)))
        (local.set $found (i32.add (local.get $found) (i32.popcnt (local.get $even))))
        (local.set $bits (i32.xor (local.get $bits) (local.get $even)))
        (block $none
          (loop $one
            (br_if $none (i32.eqz (local.get $bits)))
            (local.set $place (i32.add (local.get $at) (i32.ctz (local.get $bits))))
            (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
            (local.set $byte (i32.load8_u (i32.add (local.get $marks) (local.get $place))))
            (local.set $cell (i32.add (local.get $used) (i32.shl (local.get $byte) (i32.const 2))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (if (local.get $byte)
              (then
                (local.set $cell (i32.add (local.get $codes)
                  (i32.shl (i32.and (local.get $byte) (i32.const 63)) (i32.const 2))))
                (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
                (local.set $into (i32.add (local.get $out)
                  (select
                    (i32.const 12)
                    (i32.sub (i32.shl (i32.shr_u (local.get $byte) (i32.const 6)) (i32.const 2)) (i32.const 4))
                    (i32.lt_u (local.get $byte) (i32.const 64))))))
              (else (local.set $into (i32.add (local.get $out) (i32.const 16)))))
            (local.set $list (i32.add (local.get $groups) (i32.shl (local.get $place) (i32.const 3))))
            (local.set $cell (i32.add (local.get $into) (i32.mul (i32.load8_u offset=0 (local.get $list)) (i32.const 20))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (local.set $cell (i32.add (local.get $into) (i32.mul (i32.load8_u offset=1 (local.get $list)) (i32.const 20))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (local.set $cell (i32.add (local.get $into) (i32.mul (i32.load8_u offset=2 (local.get $list)) (i32.const 20))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (local.set $cell (i32.add (local.get $into) (i32.mul (i32.load8_u offset=3 (local.get $list)) (i32.const 20))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (local.set $cell (i32.add (local.get $into) (i32.mul (i32.load8_u offset=4 (local.get $list)) (i32.const 20))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (local.set $cell (i32.add (local.get $into) (i32.mul (i32.load8_u offset=5 (local.get $list)) (i32.const 20))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (local.set $cell (i32.add (local.get $into) (i32.mul (i32.load8_u offset=6 (local.get $list)) (i32.const 20))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (local.set $cell (i32.add (local.get $into) (i32.mul (i32.load8_u offset=7 (local.get $list)) (i32.const 20))))
            (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
            (br $one)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $sixteen)))
    (local.get $found))

  ;; For each of the groups at $list (a byte each, after one that says how many): what $expected (an i32 a group) has
  ;; beyond the five i32 at $out + group * 20 is added to that in $column.
  (func (export "complete_groups") (param $list i32) (param $expected i32) (param $out i32) (param $column i32)
    (local $end i32) (local $group i32) (local $at i32) (local $v v128)
    (local.set $end (i32.add (local.get $list) (i32.load8_u (local.get $list))))
    (local.set $column (i32.shl (local.get $column) (i32.const 2)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $list) (local.get $end)))
        (local.set $list (i32.add (local.get $list) (i32.const 1)))
        (local.set $group (i32.load8_u (local.get $list)))
        (local.set $at (i32.add (local.get $out) (i32.mul (local.get $group) (i32.const 20))))
        (local.set $group
          (i32.sub
            (i32.load (i32.add (local.get $expected) (i32.shl (local.get $group) (i32.const 2))))
            (i32.add
              (i32.add
                (i32.add (i32.load (local.get $at)) (i32.load offset=4 (local.get $at)))
                (i32.add (i32.load offset=8 (local.get $at)) (i32.load offset=12 (local.get $at))))
              (i32.load offset=16 (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (local.get $column)))
        (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (local.get $group)))
        (br $next))))

  ;; Adds a register to byte counters of its places, $apart bytes apart: attending, authorised, unauthorised, late.
  ;; $late is up to four bytes that count as late, 0 for none. The caller empties the counters before 256 registers.
  (func (export "add_places") (param $marks i32) (param $length i32) (param $counters i32) (param $apart i32) (param $late i32)
    (local $end i32) (local $v v128) (local $high v128) (local $middle v128) (local $at i32)
    (local $l1 v128) (local $l2 v128) (local $l3 v128) (local $l4 v128)
    (local.set $l1 (i8x16.splat (local.get $late)))
    (local.set $l2 (i8x16.splat (i32.shr_u (local.get $late) (i32.const 8))))
    (local.set $l3 (i8x16.splat (i32.shr_u (local.get $late) (i32.const 16))))
    (local.set $l4 (i8x16.splat (i32.shr_u (local.get $late) (i32.const 24))))
    (local.set $end (i32.add (local.get $marks) (local.get $length)))
    (block $done
      (loop $sixteen
        (br_if $done (i32.ge_u (local.get $marks) (local.get $end)))
        (local.set $v (v128.load (local.get $marks)))
        (local.set $high (i8x16.lt_s (local.get $v) (v128.const i32x4 0 0 0 0)))
        (local.set $middle
          (i8x16.lt_s (i8x16.add (local.get $v) (local.get $v)) (v128.const i32x4 0 0 0 0)))
        (local.set $at (local.get $counters))
        (v128.store (local.get $at)
          (i8x16.sub (v128.load (local.get $at)) (v128.andnot (local.get $middle) (local.get $high))))
        (local.set $at (i32.add (local.get $at) (local.get $apart)))
        (v128.store (local.get $at)
          (i8x16.sub (v128.load (local.get $at)) (v128.andnot (local.get $high) (local.get $middle))))
        (local.set $at (i32.add (local.get $at) (local.get $apart)))
        (v128.store (local.get $at)
          (i8x16.sub (v128.load (local.get $at)) (v128.and (local.get $high) (local.get $middle))))
        (local.set $at (i32.add (local.get $at) (local.get $apart)))
        (v128.store (local.get $at)
          (i8x16.sub (v128.load (local.get $at))
            (v128.and (v128.or (local.get $high) (local.get $middle))
              (v128.or
                (v128.or (i8x16.eq (local.get $v) (local.get $l1)) (i8x16.eq (local.get $v) (local.get $l2)))
                (v128.or (i8x16.eq (local.get $v) (local.get $l3)) (i8x16.eq (local.get $v) (local.get $l4)))))))
        (local.set $counters (i32.add (local.get $counters) (i32.const 16)))
        (local.set $marks (i32.add (local.get $marks) (i32.const 16)))
        (br $sixteen))))

  ;; Adds $length bytes of i32 counts at $counts into those at $into; $length is a multiple of 16.
  (func (export "add_counts") (param $counts i32) (param $into i32) (param $length i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $counts) (local.get $length)))
    (block $done
      (loop $four
        (br_if $done (i32.ge_u (local.get $counts) (local.get $end)))
        (v128.store (local.get $into)
          (i32x4.add (v128.load (local.get $into)) (v128.load (local.get $counts))))
        (local.set $counts (i32.add (local.get $counts) (i32.const 16)))
        (local.set $into (i32.add (local.get $into) (i32.const 16)))
        (br $four))))

  ;; 1 when $length bytes at $packed are the packing (tally.ts) of the $size counts at $counts, else 0. Only the counts that
  ;; are packed are looked at one by one; that no other is there is told by how many are not zero. Numbers of 2^28 and more
  ;; are never said to be equal.
  (func (export "is_packed") (param $packed i32) (param $length i32) (param $counts i32) (param $size i32) (result i32)
    (local $end i32) (local $last i32) (local $value i32) (local $shift i32) (local $byte i32) (local $at i32)
    (local $pairs i32) (local $whole i32) (local $v v128)
    (local.set $end (i32.add (local.get $packed) (local.get $length)))
    (local.set $last (i32.add (local.get $counts) (i32.shl (local.get $size) (i32.const 2))))
    (local.set $at (local.get $counts))
    (block $over
      (loop $pair
        (br_if $over (i32.ge_u (local.get $packed) (local.get $end)))
        (local.set $value (i32.const 0))
        (local.set $shift (i32.const 0))
        (loop $gap
          (local.set $byte (i32.load8_u (local.get $packed)))
          (local.set $packed (i32.add (local.get $packed) (i32.const 1)))
          (local.set $value (i32.or (local.get $value)
            (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
          (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
          (br_if $gap (i32.ge_u (local.get $byte) (i32.const 128))))
        (if (i32.or (i32.gt_u (local.get $shift) (i32.const 28)) (i32.ge_u (local.get $value) (local.get $size)))
          (then (return (i32.const 0))))
        (local.set $at (i32.add (local.get $at) (i32.shl (local.get $value) (i32.const 2))))
        (if (i32.ge_u (local.get $at) (local.get $last)) (then (return (i32.const 0))))
        (local.set $value (i32.const 0))
        (local.set $shift (i32.const 0))
        (loop $number
          (local.set $byte (i32.load8_u (local.get $packed)))
          (local.set $packed (i32.add (local.get $packed) (i32.const 1)))
          (local.set $value (i32.or (local.get $value)
            (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
          (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
          (br_if $number (i32.ge_u (local.get $byte) (i32.const 128))))
        (if (i32.or (i32.gt_u (local.get $shift) (i32.const 28)) (i32.eqz (local.get $value)))
          (then (return (i32.const 0))))
        (if (i32.ne (i32.load (local.get $at)) (local.get $value)) (then (return (i32.const 0))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (local.set $pairs (i32.add (local.get $pairs) (i32.const 1)))
        (br $pair)))
    (if (i32.gt_u (local.get $packed) (local.get $end)) (then (return (i32.const 0))))
    (local.set $whole (i32.add (local.get $counts) (i32.and (i32.shl (local.get $size) (i32.const 2)) (i32.const -16))))
    (block $counted
      (loop $four
        (br_if $counted (i32.ge_u (local.get $counts) (local.get $whole)))
        (local.set $v (i32x4.add (local.get $v) (i32x4.ne (v128.load (local.get $counts)) (v128.const i32x4 0 0 0 0))))
        (local.set $counts (i32.add (local.get $counts) (i32.const 16)))
        (br $four)))
    (local.set $pairs (i32.add (local.get $pairs)
      (i32.add
        (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v)))
        (i32.add (i32x4.extract_lane 2 (local.get $v)) (i32x4.extract_lane 3 (local.get $v))))))
    (block $rest
      (loop $one
        (br_if $rest (i32.ge_u (local.get $counts) (local.get $last)))
        (local.set $pairs (i32.sub (local.get $pairs) (i32.ne (i32.load (local.get $counts)) (i32.const 0))))
        (local.set $counts (i32.add (local.get $counts) (i32.const 4)))
        (br $one)))
    (i32.eqz (local.get $pairs))))
