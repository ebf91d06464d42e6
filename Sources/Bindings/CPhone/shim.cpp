#include "CPhone.h"
#include <cstring>
#include <phonenumbers/phonenumberutil.h>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

size_t pt_phone_e164(const char *text, size_t length, const char *region, char *out, size_t room) {
  try {
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util.Parse(std::string(text, length), region, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
      return 0;
    if (!util.IsPossibleNumber(number)) return 0;
    std::string formatted;
    util.Format(number, PhoneNumberUtil::E164, &formatted);
    if (formatted.size() > room) return 0;
    std::memcpy(out, formatted.data(), formatted.size());
    return formatted.size();
  } catch (...) {
    // Nothing may unwind into Swift; a number that makes the library throw is no valid number.
    return 0;
  }
}
