#include "bare.h"
int annals_bare_version(void) { return 1; }
