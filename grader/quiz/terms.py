"""Technical terms as students write them in Devanagari (nukta dropped, NFC), and the English word."""

_LISTED = """
gradient ग्रेडिएंट ग्रेडियंट ग्रेडियेंट ग्रैडिएंट ग्रेडिएन्ट
gradients ग्रेडिएंट्स ग्रेडियंट्स
descent डिसेंट डीसेंट
loss लॉस लोस लास
function फंक्शन फंक्सन फ़ंक्शन फन्क्शन
functions फंक्शंस
weight वेट वेइट
weights वेट्स
bias बायस बाइअस बायास
biases बायसेस
batch बैच बेच
layer लेयर लेअर
layers लेयर्स
hidden हिडन
input इनपुट इंपुट
inputs इनपुट्स
output आउटपुट
outputs आउटपुट्स
neuron न्यूरॉन न्यूरोन
neurons न्यूरॉन्स
network नेटवर्क
deep डीप
learning लर्निंग
learn लर्न
rate रेट
epoch इपॉक एपॉक ईपॉक
epochs इपॉक्स एपॉक्स
sigmoid सिग्मॉइड सिग्मोइड
tanh टैनएच टैन्ह
relu रेलू रेल्यू रीलू
softmax सॉफ्टमैक्स
activation एक्टिवेशन ऐक्टिवेशन
optimizer ऑप्टिमाइजर आप्टिमाइजर
optimizers ऑप्टिमाइजर्स
momentum मोमेंटम
adam एडम ऐडम
model मॉडल माडल
training ट्रेनिंग
train ट्रेन
test टेस्ट
validation वैलिडेशन वेलिडेशन
data डेटा डाटा
overfitting ओवरफिटिंग
overfit ओवरफिट
underfitting अंडरफिटिंग
underfit अंडरफिट
dropout ड्रॉपआउट ड्रापआउट
regularization रेगुलराइजेशन रेग्युलराइजेशन
normalization नॉर्मलाइजेशन नार्मलाइजेशन
normalize नॉर्मलाइज
batchnorm बैचनॉर्म
mean मीन
variance वेरिएंस वैरिएंस वेरियंस
standard स्टैंडर्ड
deviation डेविएशन डीविएशन
chain चेन
rule रूल
product प्रोडक्ट
derivative डेरिवेटिव डेरिवेटिव्ह
derivatives डेरिवेटिव्स
backpropagation बैकप्रोपेगेशन बैकप्रॉपगेशन
backward बैकवर्ड
forward फॉरवर्ड फारवर्ड
pass पास
step स्टेप
parameter पैरामीटर
parameters पैरामीटर्स
perceptron परसेप्ट्रॉन परसेप्ट्रोन
linear लीनियर लिनियर
nonlinear नॉनलीनियर
vanishing वैनिशिंग वेनिशिंग
vanish वैनिश
exploding एक्सप्लोडिंग
explode एक्सप्लोड
clipping क्लिपिंग
clip क्लिप
norm नॉर्म
initialization इनिशियलाइजेशन इनीशियलाइजेशन
random रैंडम
zero जीरो
negative नेगेटिव
positive पॉजिटिव
update अपडेट
error एरर
prediction प्रेडिक्शन
label लेबल
labels लेबल्स
class क्लास
classes क्लासेस
classification क्लासिफिकेशन
regression रिग्रेशन रिग्रेसन
probability प्रोबैबिलिटी प्रोबेबिलिटी
entropy एंट्रॉपी एंट्रोपी
cross क्रॉस
binary बाइनरी
tensor टेंसर
shape शेप
axis एक्सिस
sample सैंपल
samples सैंपल्स
noise नॉइज
memory मेमोरी मेमरी
accuracy एक्यूरेसी
augmentation ऑगमेंटेशन
early अर्ली
stopping स्टॉपिंग
patience पेशेंस
residual रेजिडुअल रेसिडुअल
connection कनेक्शन
connections कनेक्शंस
kernel कर्नेल
recurrent रिकरंट रिकरेंट
symmetry सिमेट्री
matrix मैट्रिक्स
vector वेक्टर
small स्मॉल
large लार्ज
dendrite डेंड्राइट
dendrites डेंड्राइट्स
axon एक्सॉन ऐक्सॉन
synapse सिनैप्स साइनैप्स
"""
TERMS: dict[str, str] = {
    spelling: line.split()[0] for line in _LISTED.strip().splitlines() for spelling in line.split()[1:]
}
