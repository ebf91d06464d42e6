/// The countries of ISO 3166-1: alpha-2, alpha-3, number, then names in English, German and the
/// country's own languages.
enum CountryTable {
  static let text = """
    AD AND 020 Andorra
    AE ARE 784 United Arab Emirates|Vereinigte Arabische Emirate|الإمارات العربية المتحدة
    AF AFG 004 Afghanistan|افغانستان
    AG ATG 028 Antigua & Barbuda|Antigua und Barbuda|Antigua and Barbuda
    AI AIA 660 Anguilla
    AL ALB 008 Albania|Albanien|Shqipëri
    AM ARM 051 Armenia|Armenien|Հայաստան
    AO AGO 024 Angola
    AQ ATA 010 Antarctica|Antarktis
    AR ARG 032 Argentina|Argentinien
    AS ASM 016 American Samoa|Amerikanisch-Samoa
    AT AUT 040 Austria|Österreich
    AU AUS 036 Australia|Australien
    AW ABW 533 Aruba
    AX ALA 248 Åland Islands|Ålandinseln|Åland
    AZ AZE 031 Azerbaijan|Aserbaidschan|Azərbaycan|Азәрбајҹан
    BA BIH 070 Bosnia & Herzegovina|Bosnien und Herzegowina|Bosnia and Herzegovina
    BB BRB 052 Barbados
    BD BGD 050 Bangladesh|Bangladesch|বাংলাদেশ
    BE BEL 056 Belgium|Belgien|België|Belgique
    BF BFA 854 Burkina Faso
    BG BGR 100 Bulgaria|Bulgarien|България
    BH BHR 048 Bahrain|البحرين
    BI BDI 108 Burundi|Uburundi
    BJ BEN 204 Benin|Bénin
    BL BLM 652 St. Barthélemy|Saint Barthélemy
    BM BMU 060 Bermuda
    BN BRN 096 Brunei|Brunei Darussalam|بروني
    BO BOL 068 Bolivia|Bolivien
    BQ BES 535 Caribbean Netherlands|Karibische Niederlande|Bonaire|Caribisch Nederland
    BR BRA 076 Brazil|Brasilien|Brasil
    BS BHS 044 Bahamas
    BT BTN 064 Bhutan|འབྲུག
    BV BVT 074 Bouvet Island|Bouvetinsel
    BW BWA 072 Botswana|Botsuana
    BY BLR 112 Belarus|Беларусь
    BZ BLZ 084 Belize
    CA CAN 124 Canada|Kanada
    CC CCK 166 Cocos (Keeling) Islands|Kokosinseln
    CD COD 180 Congo - Kinshasa|Kongo-Kinshasa
    CF CAF 140 Central African Republic|Zentralafrikanische Republik|Ködörösêse tî Bêafrîka
    CG COG 178 Congo - Brazzaville|Kongo-Brazzaville
    CH CHE 756 Switzerland|Schweiz|Schwiiz|Suisse|Svizzera
    CI CIV 384 Côte d’Ivoire
    CK COK 184 Cook Islands|Cookinseln
    CL CHL 152 Chile
    CM CMR 120 Cameroon|Kamerun|Cameroun
    CN CHN 156 China|中国
    CO COL 170 Colombia|Kolumbien
    CR CRI 188 Costa Rica
    CU CUB 192 Cuba|Kuba
    CV CPV 132 Cape Verde|Cabo Verde
    CW CUW 531 Curaçao|Kòrsou
    CX CXR 162 Christmas Island|Weihnachtsinsel
    CY CYP 196 Cyprus|Zypern|Κύπρος|Kıbrıs
    CZ CZE 203 Czechia|Tschechien|Česko
    DE DEU 276 Germany|Deutschland
    DJ DJI 262 Djibouti|Dschibuti|جيبوتي
    DK DNK 208 Denmark|Dänemark|Danmark
    DM DMA 212 Dominica
    DO DOM 214 Dominican Republic|Dominikanische Republik|República Dominicana
    DZ DZA 012 Algeria|Algerien|الجزائر|Algérie
    EC ECU 218 Ecuador
    EE EST 233 Estonia|Estland|Eesti
    EG EGY 818 Egypt|Ägypten|مصر
    EH ESH 732 Western Sahara|Westsahara|الصحراء الغربية
    ER ERI 232 Eritrea|ኤርትራ|إريتريا
    ES ESP 724 Spain|Spanien|España
    ET ETH 231 Ethiopia|Äthiopien|ኢትዮጵያ
    FI FIN 246 Finland|Finnland|Suomi
    FJ FJI 242 Fiji|Fidschi
    FK FLK 238 Falkland Islands|Falklandinseln|Falkland Islands (Malvinas)
    FM FSM 583 Micronesia|Mikronesien
    FO FRO 234 Faroe Islands|Färöer|Føroyar
    FR FRA 250 France|Frankreich
    GA GAB 266 Gabon|Gabun
    GB GBR 826 United Kingdom|Vereinigtes Königreich
    GD GRD 308 Grenada
    GE GEO 268 Georgia|Georgien|საქართველო
    GF GUF 254 French Guiana|Französisch-Guayana|Guyane française
    GG GGY 831 Guernsey
    GH GHA 288 Ghana
    GI GIB 292 Gibraltar
    GL GRL 304 Greenland|Grönland|Kalaallit Nunaat
    GM GMB 270 Gambia
    GN GIN 324 Guinea|Guinée
    GP GLP 312 Guadeloupe
    GQ GNQ 226 Equatorial Guinea|Äquatorialguinea|Guinea Ecuatorial|Guinée équatoriale
    GR GRC 300 Greece|Griechenland|Ελλάδα
    GS SGS 239 South Georgia & South Sandwich Islands|Südgeorgien und die Südlichen Sandwichinseln
    GT GTM 320 Guatemala
    GU GUM 316 Guam
    GW GNB 624 Guinea-Bissau|Guiné-Bissau
    GY GUY 328 Guyana
    HK HKG 344 Hong Kong SAR China|Sonderverwaltungsregion Hongkong|Hong Kong|中國香港特別行政區
    HM HMD 334 Heard & McDonald Islands|Heard und McDonaldinseln|Heard Island and McDonald Islands
    HN HND 340 Honduras
    HR HRV 191 Croatia|Kroatien|Hrvatska
    HT HTI 332 Haiti|Haïti
    HU HUN 348 Hungary|Ungarn|Magyarország
    ID IDN 360 Indonesia|Indonesien
    IE IRL 372 Ireland|Irland|Éire
    IL ISR 376 Israel|ישראל|إسرائيل
    IM IMN 833 Isle of Man|Ellan Vannin
    IN IND 356 India|Indien|भारत
    IO IOT 086 British Indian Ocean Territory|Britisches Territorium im Indischen Ozean
    IQ IRQ 368 Iraq|Irak|العراق
    IR IRN 364 Iran|ایران
    IS ISL 352 Iceland|Island|Ísland
    IT ITA 380 Italy|Italien|Italia
    JE JEY 832 Jersey
    JM JAM 388 Jamaica|Jamaika
    JO JOR 400 Jordan|Jordanien|الأردن
    JP JPN 392 Japan|日本
    KE KEN 404 Kenya|Kenia
    KG KGZ 417 Kyrgyzstan|Kirgisistan|Кыргызстан|Киргизия
    KH KHM 116 Cambodia|Kambodscha|កម្ពុជា
    KI KIR 296 Kiribati
    KM COM 174 Comoros|Komoren|جزر القمر|Comores
    KN KNA 659 St. Kitts & Nevis|St. Kitts und Nevis|Saint Kitts and Nevis
    KP PRK 408 North Korea|Nordkorea|북한
    KR KOR 410 South Korea|Südkorea|대한민국
    KW KWT 414 Kuwait|الكويت
    KY CYM 136 Cayman Islands|Kaimaninseln
    KZ KAZ 398 Kazakhstan|Kasachstan|Казахстан|Қазақстан
    LA LAO 418 Laos|Lao People's Democratic Republic|ລາວ
    LB LBN 422 Lebanon|Libanon|لبنان
    LC LCA 662 St. Lucia|Saint Lucia
    LI LIE 438 Liechtenstein|Liächteschtäi
    LK LKA 144 Sri Lanka|ශ්‍රී ලංකාව|இலங்கை
    LR LBR 430 Liberia
    LS LSO 426 Lesotho
    LT LTU 440 Lithuania|Litauen|Lietuva
    LU LUX 442 Luxembourg|Luxemburg|Lëtzebuerg
    LV LVA 428 Latvia|Lettland|Latvija
    LY LBY 434 Libya|Libyen|ليبيا
    MA MAR 504 Morocco|Marokko|المغرب|Maroc|Meṛṛuk
    MC MCO 492 Monaco
    MD MDA 498 Moldova|Republik Moldau|Republica Moldova
    ME MNE 499 Montenegro|Crna Gora
    MF MAF 663 St. Martin|Saint-Martin
    MG MDG 450 Madagascar|Madagaskar|Madagasikara
    MH MHL 584 Marshall Islands|Marshallinseln
    MK MKD 807 North Macedonia|Nordmazedonien|Северна Македонија
    ML MLI 466 Mali
    MM MMR 104 Myanmar (Burma)|Myanmar|မြန်မာ
    MN MNG 496 Mongolia|Mongolei|Монгол
    MO MAC 446 Macao SAR China|Sonderverwaltungsregion Macau|Macao|中國澳門特別行政區|Macau, RAE da China
    MP MNP 580 Northern Mariana Islands|Nördliche Marianen
    MQ MTQ 474 Martinique
    MR MRT 478 Mauritania|Mauretanien|موريتانيا
    MS MSR 500 Montserrat
    MT MLT 470 Malta
    MU MUS 480 Mauritius|Maurice
    MV MDV 462 Maldives|Malediven|ދިވެހި ރާއްޖެ
    MW MWI 454 Malawi
    MX MEX 484 Mexico|Mexiko|México
    MY MYS 458 Malaysia
    MZ MOZ 508 Mozambique|Mosambik|Moçambique
    NA NAM 516 Namibia
    NC NCL 540 New Caledonia|Neukaledonien|Nouvelle-Calédonie
    NE NER 562 Niger
    NF NFK 574 Norfolk Island|Norfolkinsel
    NG NGA 566 Nigeria|Nàìjíríà
    NI NIC 558 Nicaragua
    NL NLD 528 Netherlands|Niederlande|Nederland
    NO NOR 578 Norway|Norwegen|Norge|Noreg
    NP NPL 524 Nepal|नेपाल
    NR NRU 520 Nauru
    NU NIU 570 Niue
    NZ NZL 554 New Zealand|Neuseeland|Aotearoa
    OM OMN 512 Oman|عُمان
    PA PAN 591 Panama|Panamá
    PE PER 604 Peru|Perú
    PF PYF 258 French Polynesia|Französisch-Polynesien|Polynésie française
    PG PNG 598 Papua New Guinea|Papua-Neuguinea|Papua Niugini
    PH PHL 608 Philippines|Philippinen|Pilipinas
    PK PAK 586 Pakistan|پاکستان
    PL POL 616 Poland|Polen|Polska
    PM SPM 666 St. Pierre & Miquelon|St. Pierre und Miquelon|Saint Pierre and Miquelon
    PN PCN 612 Pitcairn Islands|Pitcairninseln|Pitcairn
    PR PRI 630 Puerto Rico
    PS PSE 275 Palestinian Territories|Palästinensische Autonomiegebiete|الأراضي الفلسطينية
    PT PRT 620 Portugal
    PW PLW 585 Palau
    PY PRY 600 Paraguay|Paraguai
    QA QAT 634 Qatar|Katar|قطر
    RE REU 638 Réunion|La Réunion
    RO ROU 642 Romania|Rumänien|România
    RS SRB 688 Serbia|Serbien|Srbija|Србија
    RU RUS 643 Russia|Russland|Russian Federation|Россия
    RW RWA 646 Rwanda|Ruanda|U Rwanda
    SA SAU 682 Saudi Arabia|Saudi-Arabien|المملكة العربية السعودية
    SB SLB 090 Solomon Islands|Salomonen
    SC SYC 690 Seychelles|Seychellen
    SD SDN 729 Sudan|السودان
    SE SWE 752 Sweden|Schweden|Sverige
    SG SGP 702 Singapore|Singapur|新加坡|Singapura|சிங்கப்பூர்
    SH SHN 654 St. Helena|Saint Helena
    SI SVN 705 Slovenia|Slowenien|Slovenija
    SJ SJM 744 Svalbard & Jan Mayen|Spitzbergen und Jan Mayen|Svalbard and Jan Mayen
    SK SVK 703 Slovakia|Slowakei|Slovensko
    SL SLE 694 Sierra Leone
    SM SMR 674 San Marino
    SN SEN 686 Senegal|Senegaal|Sénégal
    SO SOM 706 Somalia|Soomaaliya|الصومال
    SR SUR 740 Suriname
    SS SSD 728 South Sudan|Südsudan
    ST STP 678 São Tomé & Príncipe|São Tomé und Príncipe|Sao Tome and Principe|São Tomé e Príncipe
    SV SLV 222 El Salvador
    SX SXM 534 Sint Maarten
    SY SYR 760 Syria|Syrien|Syrian Arab Republic|سوريا
    SZ SWZ 748 Eswatini
    TC TCA 796 Turks & Caicos Islands|Turks- und Caicosinseln|Turks and Caicos Islands
    TD TCD 148 Chad|Tschad|تشاد|Tchad
    TF ATF 260 French Southern Territories|Französische Süd- und Antarktisgebiete
    TG TGO 768 Togo
    TH THA 764 Thailand|ไทย
    TJ TJK 762 Tajikistan|Tadschikistan|Тоҷикистон
    TK TKL 772 Tokelau
    TL TLS 626 Timor-Leste
    TM TKM 795 Turkmenistan|Türkmenistan
    TN TUN 788 Tunisia|Tunesien|تونس|Tunisie
    TO TON 776 Tonga
    TR TUR 792 Türkiye|Türkei
    TT TTO 780 Trinidad & Tobago|Trinidad und Tobago|Trinidad and Tobago
    TV TUV 798 Tuvalu
    TW TWN 158 Taiwan|台灣
    TZ TZA 834 Tanzania|Tansania
    UA UKR 804 Ukraine|Україна|Украина
    UG UGA 800 Uganda
    UM UMI 581 U.S. Outlying Islands|Amerikanische Überseeinseln
    US USA 840 United States|Vereinigte Staaten
    UY URY 858 Uruguay
    UZ UZB 860 Uzbekistan|Usbekistan|Oʻzbekiston|Ўзбекистон
    VA VAT 336 Vatican City|Vatikanstadt|Holy See (Vatican City State)|Città del Vaticano
    VC VCT 670 St. Vincent & Grenadines|St. Vincent und die Grenadinen
    VE VEN 862 Venezuela
    VG VGB 092 British Virgin Islands|Britische Jungferninseln
    VI VIR 850 U.S. Virgin Islands|Amerikanische Jungferninseln
    VN VNM 704 Vietnam|Việt Nam
    VU VUT 548 Vanuatu
    WF WLF 876 Wallis & Futuna|Wallis und Futuna|Wallis and Futuna|Wallis-et-Futuna
    WS WSM 882 Samoa
    YE YEM 887 Yemen|Jemen|اليمن
    YT MYT 175 Mayotte
    ZA ZAF 710 South Africa|Südafrika
    ZM ZMB 894 Zambia|Sambia
    ZW ZWE 716 Zimbabwe|Simbabwe
    XK XKX 983 Kosovo|Kosova|Косово
    """

  /// Further words for a country, as forms and systems have them.
  static let aliases = """
    AT Oesterreich|Republik Österreich|A
    BE Belgie|B
    CH Schweiz/Suisse|Switzerland (CH)|Swiss|Confoederatio Helvetica
    CZ Czech Republic|Tschechische Republik|Ceska republika
    DE BRD|Bundesrepublik Deutschland|Federal Republic of Germany|Allemagne|Alemania|Germania|D
    ES España|Espana|Espagne
    FR République française|F
    GB UK|U.K.|Great Britain|Großbritannien|Grossbritannien|England|Scotland|Schottland|Wales|
    GB Northern Ireland|Nordirland|United Kingdom of Great Britain and Northern Ireland
    GR EL|Hellas
    IE Republic of Ireland|Eire
    IT Italie|I
    KR South Korea|Republic of Korea|Korea
    KP North Korea
    LU Luxemburg|L
    MM Burma|Birma
    NL Holland|The Netherlands
    RU Russian Federation|Russische Föderation
    SZ Swaziland|Swasiland
    TR Turkey|Türkiye
    US USA|U.S.A.|U.S.|United States of America|Vereinigte Staaten von Amerika|America|Amerika
    VN Vietnam|Viet Nam
    """
}
