#ifndef ANNALS_YAML_H
#define ANNALS_YAML_H

#include <stddef.h>

// The events of libyaml, which comes with Yams. Yams itself gives a tree without the ends of
// values, without aliases, and refuses a key that is given twice: too little to change a file in
// place.

/// What an event begins, ends or is.
typedef enum {
    ANNALS_YAML_DOCUMENT,
    ANNALS_YAML_DOCUMENT_END,
    ANNALS_YAML_ALIAS,
    ANNALS_YAML_SCALAR,
    ANNALS_YAML_SEQUENCE,
    ANNALS_YAML_SEQUENCE_END,
    ANNALS_YAML_MAPPING,
    ANNALS_YAML_MAPPING_END,
} annals_yaml_kind;

/// How a scalar or a collection is written.
typedef enum {
    ANNALS_YAML_PLAIN,
    ANNALS_YAML_SINGLE_QUOTED,
    ANNALS_YAML_DOUBLE_QUOTED,
    ANNALS_YAML_LITERAL,
    ANNALS_YAML_FOLDED,
    ANNALS_YAML_BLOCK,
    ANNALS_YAML_FLOW,
} annals_yaml_style;

/// An event. What it points to is valid until the next one is asked for.
typedef struct {
    annals_yaml_kind kind;
    annals_yaml_style style;
    /// Where it begins and ends, in Unicode scalars from the start of the text.
    size_t start, end;
    /// The anchor, or the name of an alias; null if there is none.
    const char *anchor;
    /// The tag; null if there is none.
    const char *tag;
    /// The bytes of a scalar.
    const unsigned char *value;
    size_t length;
} annals_yaml_event;

/// A reading of a text.
typedef struct annals_yaml_reading annals_yaml_reading;

/// Begins to read a text in UTF-8, which must stay where it is; null where there is no memory.
annals_yaml_reading *annals_yaml_open(const unsigned char *text, size_t count);

/// Gives the next event: 1 if there is one, 0 at the end of the text, -1 if it is no YAML.
int annals_yaml_next(annals_yaml_reading *reading, annals_yaml_event *event);

/// What is wrong with the text after -1, and where: in Unicode scalars from the start of the text,
/// or in bytes where it could not even be decoded.
const char *annals_yaml_problem(annals_yaml_reading *reading, size_t *place, int *is_in_bytes);

/// Ends a reading.
void annals_yaml_close(annals_yaml_reading *reading);

#endif
