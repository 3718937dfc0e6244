#pragma once
#include <libv4lconvert.h>
#include <linux/videodev2.h>
