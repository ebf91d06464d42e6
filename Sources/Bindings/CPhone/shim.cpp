#include "CPhone.h"

#include <cstring>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// Reads a number that carries its country code without a plus: some regions have numbers long
// enough that the code is taken for a part of them.
static void preferCountryCode(const PhoneNumberUtil &util, PhoneNumber &number) {
  std::string national;
  util.GetNationalSignificantNumber(number, &national);
  const std::string code = std::to_string(number.country_code());
  if (national.compare(0, code.size(), code) != 0 || util.IsValidNumber(number)) return;
  PhoneNumber other;
  if (util.Parse("+" + national, "ZZ", &other) != PhoneNumberUtil::NO_PARSING_ERROR) return;
  if (util.IsPossibleNumberWithReason(other) == PhoneNumberUtil::IS_POSSIBLE) {
    util.Parse("+" + national, "ZZ", &number);
  }
}

extern "C" int32_t pt_phone_e164(
    const uint8_t *text, size_t length, const char *region, uint8_t *out) {
  try {
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    const std::string given(reinterpret_cast<const char *>(text), length);
    switch (util.ParseAndKeepRawInput(given, region, &number)) {
      case PhoneNumberUtil::NO_PARSING_ERROR: break;
      case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return PT_PHONE_NO_COUNTRY;
      case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
      case PhoneNumberUtil::TOO_SHORT_NSN: return PT_PHONE_TOO_SHORT;
      case PhoneNumberUtil::TOO_LONG_NSN: return PT_PHONE_TOO_LONG;
      default: return PT_PHONE_NOT_NUMBER;
    }
    if (number.country_code_source() == PhoneNumber::FROM_DEFAULT_COUNTRY) {
      preferCountryCode(util, number);
    }
    switch (util.IsPossibleNumberWithReason(number)) {
      case PhoneNumberUtil::IS_POSSIBLE: break;
      case PhoneNumberUtil::INVALID_COUNTRY_CODE: return PT_PHONE_NO_COUNTRY;
      case PhoneNumberUtil::TOO_SHORT:
      case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY: return PT_PHONE_TOO_SHORT;
      case PhoneNumberUtil::TOO_LONG: return PT_PHONE_TOO_LONG;
      default: return PT_PHONE_WRONG_LENGTH;
    }
    std::string e164;
    util.Format(number, PhoneNumberUtil::E164, &e164);
    if (e164.empty() || e164.size() > 32) return PT_PHONE_FAILED;
    std::memcpy(out, e164.data(), e164.size());
    return static_cast<int32_t>(e164.size());
  } catch (...) {
    return PT_PHONE_FAILED;
  }
}
