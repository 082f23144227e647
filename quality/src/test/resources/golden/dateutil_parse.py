"""dateutil.parser.parse with 2000-01-01 for what is left open: {"t": text, "r": accepted or not}."""
import os
import time
import warnings

os.environ["TZ"] = "UTC"
time.tzset()
from datetime import datetime

import dateutil
from dateutil import parser

import golden

warnings.simplefilter("ignore")
rng = golden.seeded(19)
PICKED = """1|10 Sep|2020-01-01|today||x| |10th|1st|2nd|3rd|4th of July|July 4th, 2020|Sep 25 2003|Sep 25|Sep 03|Sep of 03|Sep of 2003|Sep of x|03 of Sep|
Thu Sep 25 10:36:28 2003|Thu Sep 25 10:36:28 BRST 2003|Thu, 25 Sep 2003 10:49:41 -0300|2003-09-25T10:49:41.5-03:00|2003-09-25T10:49:41|
2003-09-25T10:49|2003-09-25T10|2003-09-25|20030925T104941.5-0300|20030925T104941-0300|20030925T104941|20030925T1049|20030925T10|20030925|199709020908|
19970902090807|1997090209|199709|19970902 0908|2003-Sep-25|25-Sep-2003|Sep-25-2003|09-25-2003|25-09-2003|10-09-2003|10-09-03|2003.09.25|
2003.Sep.25|25.Sep.2003|Sep.25.2003|09.25.2003|10.09.03|2003/09/25|2003/Sep/25|10/09/03|2003 09 25|2003 Sep 25|25 09 2003|03 25 Sep|25 03 Sep|
10h36m28.5s|10h36m28s|10h36m|10h|10 h 36|10 h 36.5|36 m 5|36 m 5 s|36 m 05 s|10h am|10h pm|10am|10pm|10:00 am|10:00am|10:00 a.m|10:00 a.m.|10:00p.m|
13am|13 am|25 am|0 am|12 pm|12am|0pm|am|pm|10 am pm|10 pm pm|13:44 pm|13:44 AM|January 25, 1921 23:13 PM|5:50 A.M. on June 13, 1990|3rd of May 2001|
5th of March 2001|1st of May 2003|01h02m03|01h02|01h02s|01m02|01m02h|2004 10 Apr 11h30m|24:00|23:59:60|23:59:59|23:60|12:61|12:30:61|1:2:3|1:2:3.4|1:2:3,4|
1:2.5|1.5:2|12.5h|1.5h|90m|90s|60 seconds|5 hours|5 minutes|5 min|0:00|00:00:00|10:|:10|10:10:|::|:|2020|99|100|32|31|0|00|000|0000|10000|9999|999|
13|2020-13|2020-13-01|2020-02-30|2021-02-29|2020-02-29|02-29|29 Feb|30 Feb|31 Apr|Feb 29 2021|Feb 2021|Feb 0|Feb 31|Feb 32|0 Feb|2020-00-01|2020-01-00|00-01-01|01-00-00|
1-1-1|1-1|13-13|13-1|1-13|32-1|1-32|32-13|13-32|50-50|1/2/3/4|10/10/10/10|1 2 3 4|1 2 3 4 5|2020 2021|2020-2021|100-200|Jan Feb|Jan 1 Feb|Jan Jan|Jan-|Jan-1-|Jan-1-2|
Jan-x|Jan-1-x|Jan/1/2|Jan-1/2|Jan 1 2|Jan 1, 2|1-|1-x|1-Jan|1-Jan-|1-Jan-2|1-2-Jan|1-2-|1/|1.|1.5|1.5.|1.5.5|1,5|12,5|12,345|1,234|1,|,|.|-|/|;|'|
'99|Jan '99|99-01-01|1999-1-1|Monday|Mon|mond|Mon Tue|Mon 1|next Monday|Monday 32|tomorrow|now|noon|midnight|yesterday|T|t|at|on|and|ad|m|of|st|th|at on|1 at|1 and 2|
AD 2020|2020 AD|2020 BC|Z|UTC|10:00 UTC|10:00Z|10:00z|10:00 Z Z|10:00 EST|10:00 est|10:00 ESTEST|10:00 ABCDE|10:00 ABCDEF|10:00 EST EDT|10:00 Est|10:00 GMT+3|10:00 GMT-03:00|
10:00 UTC+3|10:00 BRST+3|10:00+3|10:00+03|10:00+030|10:00+0300|10:00+03:00|10:00+3:0|10:00+03000|10:00+|10:00-|10:00+x|10:00+03:|10:00+03:x|10:00 +03|10:00 + 03|10:00-0300 (BRST)|
10:00 -0300 (BRST)|10:00 -0300 (X)|10:00 -0300 (BRST|10:00 (BRST)|10:00 -03:00 (EST)|10:00 -3 (EST)|10:00+9999|10:00+99:99|10:00+0300+0400|2020-01-01+03:00|2020-01-01 +0300|
+10:00|-10:00|-1|+1|- 1|2020-01-01T|T10:00|T10|2020-01-01 T 10:00|2020-01-01T10:00:00.123456789|2020-01-01T10:00:00.|2020-01-01T10:00:00,5|2020-01-01T10:00:00.5.5|2020-W01|2020-W01-1|
2020-001|2020001|2020W011|202001|20200|200101|010120|991231|993112|311299|129931|123456|123456.7|1234567|12345.67|12345678|123456789|1234567890|12345678901|123456789012|
1234567890123|20200101101010|20201301|20200001|00000101|2020010125|202001012560|1234.5678|123.45678|.5|5.|..|1..2|nan|NaN|inf|Infinity|1e5|1E5|0x10|1_000|１|２０２０|٣|²|2020²|
Sept 1|Sept. 1|Sep. 1|SEP 1|sep 1|sePtember 1|Septembers 1|Janvier 1|1er|1 Mai|5月|2020年1月1日|2020 m 5|10 m|m 10|h 10|10 h|s 10|h m s|1h2h|1h1m1s1|10h10|10h 10|10h 10 10|
1 h 2 3|Jan 1st|Jan 1st, 2020|the 1st|first|Q1 2020|2020Q1|1 week|3 days|in 5 minutes|a|p|1a|1p|1 a|a 1|10:00a|10:00 p|100a|30am|24am|23am|-5am|5.5am|5.5 am|5,5 am|
 2020-01-01|2020-01-01 |2020 - 01 - 01|2020- 01-01|2020 -01-01|1 - 2|1 / 2|1 . 2|1 : 2|10 : 30|10: 30|10 :30|2020-01-01 10.30|10.30.45|10.30|2020.1|Jan.1|Jan.1.2|1.Jan|1st.Jan|
(2020)|[1]|{1}|"1"|#1|1!|1?|$1|1%|2020-01-01;|a.b|a.1|1.a|1.a.2|Wed.|Mo|We|Th|thursday|Thurs|Tues|Tuesday, 1|1, Tuesday|Sat 31 Jan 2020 10:00 PM EST|
00:00:00.000000|2020-01-01 00:00:00.0|2020-01-01 00:00:00+00|2020-01-01 00:00:00 UTC|31 1|31 2|31 4|4 31|31 12 11|12 31 11|11 12 31|32 12 11|11 32 12|11 12 32|12 13 14|13 12 14|13 14 15|
31/13/2020|13/31/2020|2020/31/13|2020/13/31|0/1/2020|1/0/2020|1/1/0|1/1/00|1/1/000|1/1/0000|01/01/100|01/01/99999|2/29/00|2/29/1900|2/29/01|29.2.2100""".replace("\n", "").split("|")
PIECES = ["1", "2", "5", "10", "12", "13", "24", "25", "29", "30", "31", "32", "59", "60", "61", "99", "00", "0", "100", "1999", "2020", "2021", "0000", "1015",
          "123", "123456", "200101", "20200229", "20210229", "202002291015", "20200229101530", "1234567890", "10.5", "5.25", "123456.5", "12,5", "1.2.3",
          "Jan", "feb", "Sept", "JUNE", "may", "Mon", "friday", "am", "PM", "a", "p", "a.m.", "h", "m", "s", "hours", "minute", "of", "at", "on", "and", "T", "th",
          "st", "UTC", "Z", "EST", "BRST", "GMT+3", "x", "ABCDEF", "+0300", "-03:00", "+3", "(EST)", ":", ":", ":", "-", "-", "/", "/", ".", ",", " ", " ", " ", " ", "'"]
FORMS = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%y", "%b %d, %Y", "%d %B %Y", "%A %d %b %y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y%m%dT%H%M%S", "%Y%m%d%H%M",
         "%I:%M %p", "%I%p on %b %d", "%H:%M:%S %Z", "%d.%m.%Y %Hh%M", "%a %b %d %H:%M:%S %Y", "%B of %Y", "%Y %b %d", "%H:%M:%S+0300", "%y%m%d"]


def spoiled(text):
    for _ in range(rng.choice([0, 1, 1, 2])):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(PIECES + ["", "", ""]) + text[at + rng.randint(0, 3):]
    return text


def accepts(text):
    try:
        parser.parse(text, default=datetime(2000, 1, 1))
        return True
    except (ValueError, ArithmeticError):
        return False


def moment():
    return datetime(rng.choice([1999, 2000, 2020, 2021, rng.randint(1000, 9999)]), rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23),
                    rng.randint(0, 59), rng.randint(0, 59), rng.randint(0, 999999))


texts = PICKED + [spoiled(moment().strftime(rng.choice(FORMS))) for _ in range(4000)]
texts += ["".join(rng.choice(PIECES) for _ in range(rng.randint(1, 7))) for _ in range(4000)]
texts += [" ".join(rng.choice(PIECES) for _ in range(rng.randint(2, 5))) for _ in range(2000)]
golden.write("dateutil", [{"t": t, "r": int(accepts(t))} for t in dict.fromkeys(texts)], dateutil=getattr(dateutil, "__version__", "?"))
