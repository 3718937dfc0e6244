#pragma once
/* The instruction level that SIGHT_TEST_LEVEL names, in use since the process began; -1 without. */
int ctestlevel_asked(void);
