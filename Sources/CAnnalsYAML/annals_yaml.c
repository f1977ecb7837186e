#include "annals_yaml.h"

#include <stdlib.h>
#include <yaml.h>

struct annals_yaml_reading {
    yaml_parser_t parser;
    yaml_event_t event;
};

annals_yaml_reading *annals_yaml_open(const unsigned char *text, size_t count) {
    annals_yaml_reading *reading = calloc(1, sizeof(*reading));
    if (reading == NULL) return NULL;
    if (!yaml_parser_initialize(&reading->parser)) {
        free(reading);
        return NULL;
    }
    yaml_parser_set_encoding(&reading->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reading->parser, text, count);
    return reading;
}

static annals_yaml_style scalar_style(yaml_scalar_style_t style) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return ANNALS_YAML_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return ANNALS_YAML_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE: return ANNALS_YAML_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE: return ANNALS_YAML_FOLDED;
    default: return ANNALS_YAML_PLAIN;
    }
}

static void set_collection(
    annals_yaml_event *out, annals_yaml_kind kind, int is_flow, yaml_char_t *anchor,
    yaml_char_t *tag) {
    out->kind = kind;
    out->style = is_flow ? ANNALS_YAML_FLOW : ANNALS_YAML_BLOCK;
    out->anchor = (const char *)anchor;
    out->tag = (const char *)tag;
}

/// Whether it is an event that readers see.
static int set_event(annals_yaml_event *out, yaml_event_t *event) {
    *out = (annals_yaml_event){0};
    out->start = event->start_mark.index;
    out->end = event->end_mark.index;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        out->kind = ANNALS_YAML_DOCUMENT;
        return 1;
    case YAML_DOCUMENT_END_EVENT:
        out->kind = ANNALS_YAML_DOCUMENT_END;
        return 1;
    case YAML_ALIAS_EVENT:
        out->kind = ANNALS_YAML_ALIAS;
        out->anchor = (const char *)event->data.alias.anchor;
        return 1;
    case YAML_SCALAR_EVENT:
        out->kind = ANNALS_YAML_SCALAR;
        out->style = scalar_style(event->data.scalar.style);
        out->anchor = (const char *)event->data.scalar.anchor;
        out->tag = (const char *)event->data.scalar.tag;
        out->value = event->data.scalar.value;
        out->length = event->data.scalar.length;
        return 1;
    case YAML_SEQUENCE_START_EVENT:
        set_collection(
            out, ANNALS_YAML_SEQUENCE,
            event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
            event->data.sequence_start.anchor, event->data.sequence_start.tag);
        return 1;
    case YAML_MAPPING_START_EVENT:
        set_collection(
            out, ANNALS_YAML_MAPPING,
            event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
            event->data.mapping_start.anchor, event->data.mapping_start.tag);
        return 1;
    case YAML_SEQUENCE_END_EVENT:
        out->kind = ANNALS_YAML_SEQUENCE_END;
        return 1;
    case YAML_MAPPING_END_EVENT:
        out->kind = ANNALS_YAML_MAPPING_END;
        return 1;
    default:
        return 0;
    }
}

int annals_yaml_next(annals_yaml_reading *reading, annals_yaml_event *event) {
    while (1) {
        yaml_event_delete(&reading->event);
        if (!yaml_parser_parse(&reading->parser, &reading->event)) return -1;
        if (reading->event.type == YAML_NO_EVENT) return 0;
        if (reading->event.type == YAML_STREAM_END_EVENT) return 0;
        if (set_event(event, &reading->event)) return 1;
    }
}

const char *annals_yaml_problem(annals_yaml_reading *reading, size_t *place, int *is_in_bytes) {
    yaml_parser_t *parser = &reading->parser;
    *is_in_bytes = parser->error == YAML_READER_ERROR;
    *place = *is_in_bytes ? parser->problem_offset : parser->problem_mark.index;
    return parser->problem != NULL ? parser->problem : "too much in it for the memory there is";
}

void annals_yaml_close(annals_yaml_reading *reading) {
    yaml_event_delete(&reading->event);
    yaml_parser_delete(&reading->parser);
    free(reading);
}
