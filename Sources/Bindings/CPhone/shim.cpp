#include "CPhone.h"
